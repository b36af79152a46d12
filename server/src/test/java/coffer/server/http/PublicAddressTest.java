package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            https://cloud.example,              https://cloud.example
            https://cloud.example/,             https://cloud.example
            HTTPS://Cloud.Example:443/,         https://cloud.example
            http://cloud.example:80,            http://cloud.example
            http://cloud.example:443,           http://cloud.example:443
            https://cloud.example:80,           https://cloud.example:80
            https://example.org/coffer,         https://example.org/coffer
            https://example.org/a/b-c_d.e~f/,   https://example.org/a/b-c_d.e~f
            https://cloud.example:1,            https://cloud.example:1
            https://cloud.example:65535,        https://cloud.example:65535
            https://192.0.2.1:8443,             https://192.0.2.1:8443
            http://[2001:DB8::1]:8080/coffer,   http://[2001:db8::1]:8080/coffer
            """)
    void anAddressIsKeptInOneSpelling(String typed, String kept) {
        assertThat(PublicAddress.parse(typed).base()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cloud.example",
                "cloud.example:8080",
                "//cloud.example",
                "ftp://cloud.example",
                "nc://cloud.example",
                "https://",
                "https:///coffer",
                "https:cloud.example",
                "https://anna@cloud.example",
                "https://anna:secret@cloud.example",
                "https://cloud.example?a=b",
                "https://cloud.example/#top",
                "https://cloud.example:port",
                "https://cloud.example:65536",
                "https://cloud.example:0",
                "https://cloud_example",
                "https://cloud example",
                "https://cloud.example/a//b",
                "https://cloud.example//",
                "https://cloud.example/a/../b",
                "https://cloud.example/.",
                "https://cloud.example/.well-known",
                "https://cloud.example/a%20b",
                "https://cloud.example/a;b",
                "https://cloud.example/\u00e4",
            })
    void whatIsNoPlainAddressIsRefusedInWords(String typed) {
        assertThatThrownBy(() -> PublicAddress.parse(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void addressesOfPathsStandBehindThePublicPath() {
        PublicAddress address = PublicAddress.parse("https://example.org/coffer");

        assertThat(address.of("/login/v2/poll")).isEqualTo("https://example.org/coffer/login/v2/poll");
        assertThat(address.path()).isEqualTo("/coffer");
        assertThat(address.authority()).isEqualTo("example.org");
        assertThat(address).hasToString("https://example.org/coffer");
    }

    @Test
    void onlyAnAddressWithTlsIsSecure() {
        assertThat(PublicAddress.parse("https://h").secure()).isTrue();
        assertThat(PublicAddress.parse("http://h").secure()).isFalse();
    }
}
