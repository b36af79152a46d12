package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private final Addresses unnamed = new Addresses(Optional.empty());
    private final Addresses named = new Addresses(Optional.of(PublicAddress.parse("https://example.org/coffer")));

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "example.org", "localhost", "192.0.2.1:80"})
    void aNamedAddressCountsWhateverTheClientSays(String host) {
        assertThat(named.of("http", host, InetAddress.ofLiteral("192.0.2.1")).base())
                .isEqualTo("https://example.org/coffer");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost",
        "LocalHost:8080, http://localhost:8080",
        "192.0.2.1, http://192.0.2.1",
        "192.0.2.1:8080, http://192.0.2.1:8080",
    })
    void withoutOneThisMachineIsBelieved(String host, String base) {
        assertThat(unnamed.of("http", host, InetAddress.ofLiteral("192.0.2.1")).base())
                .isEqualTo(base);
    }

    @Test
    void anAddressOfVersion6IsTheSameInEverySpelling() {
        InetAddress local = InetAddress.ofLiteral("2001:db8::1");

        assertThat(unnamed.of("https", "[2001:DB8:0:0:0:0:0:1]:8443", local).base())
                .isEqualTo("https://[2001:db8:0:0:0:0:0:1]:8443");
        assertThatThrownBy(() -> unnamed.of("https", "[2001:db8::2]", local)).isInstanceOf(RequestRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "192.0.2.2",
                "192.0.2.1.evil.example",
                "[::1]",
                "",
                ":80"
            })
    void withoutOneNobodyElseIs(String host) {
        assertThatThrownBy(() -> unnamed.of("http", host, InetAddress.ofLiteral("192.0.2.1")))
                .isInstanceOfSatisfying(RequestRefused.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.message()).contains("--url").doesNotContain("evil");
                });
        assertThatThrownBy(() -> unnamed.of("http", host, null)).isInstanceOf(RequestRefused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/coffer/status.php, /status.php",
        "/coffer/, /",
        "/coffer, /",
        "/status.php, /status.php",
        "/, /",
        "/cofferx/status.php, /cofferx/status.php",
        "/Coffer/status.php, /Coffer/status.php",
        "/%63offer/status.php, /%63offer/status.php",
        "/coffer/coffer/a, /coffer/a",
        "*, *",
    })
    void thePublicPathIsTakenOffOnce(String sent, String local) {
        assertThat(named.local(sent)).isEqualTo(local);
        assertThat(unnamed.local(sent)).isEqualTo(sent);
    }

    @Test
    void aHeaderFieldMayMeanTheServerByItsPublicNameToo() {
        assertThat(named.authorities("127.0.0.1:8080")).containsExactly("127.0.0.1:8080", "example.org");
        assertThat(unnamed.authorities("h")).containsExactly("h");
    }
}
