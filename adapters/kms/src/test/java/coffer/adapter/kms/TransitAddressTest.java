package coffer.adapter.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitAddressTest {
    @Test
    void anAddressNamesServerMountKeyAndNamespace() {
        assertThat(parse("https://vault.example:8200/v1/transit/keys/coffer"))
                .isEqualTo(new TransitAddress(
                        URI.create("https://vault.example:8200"), "transit/", "coffer", Optional.empty()));
        assertThat(parse("HTTPS://[2001:db8::1]/v1/our/keys/mount-1/keys/my_key.2?namespace=a/b"))
                .isEqualTo(new TransitAddress(
                        URI.create("https://[2001:db8::1]"), "our/keys/mount-1/", "my_key.2", Optional.of("a/b")));
    }

    @Test
    void callsGoToTheThreePlacesOfTheKey() {
        TransitAddress address = parse("https://vault.example:8200/v1/a/b/keys/coffer?namespace=n");
        assertThat(address.keyUri()).isEqualTo(URI.create("https://vault.example:8200/v1/a/b/keys/coffer"));
        assertThat(address.encryptUri()).isEqualTo(URI.create("https://vault.example:8200/v1/a/b/encrypt/coffer"));
        assertThat(address.decryptUri()).isEqualTo(URI.create("https://vault.example:8200/v1/a/b/decrypt/coffer"));
        assertThat(address).hasToString("https://vault.example:8200/v1/a/b/keys/coffer?namespace=n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8200/v1/transit/keys/coffer",
                "http://127.0.0.1:8200/v1/transit/keys/coffer",
                "http://127.9.9.9/v1/transit/keys/coffer",
                "http://[::1]:8200/v1/transit/keys/coffer",
                "http://vault.example:8200/v1/transit/keys/coffer?plain=allowed",
                "http://192.0.2.1/v1/transit/keys/coffer?namespace=n&plain=allowed"
            })
    void withoutTlsOnlyThisMachineIsSpokenToUnlessTheAddressAllowsIt(String text) {
        assertThat(parse(text).server().getScheme()).isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://vault.example:8200/v1/transit/keys/coffer | without TLS",
                "http://192.0.2.1/v1/transit/keys/coffer | without TLS",
                "http://127.0.0.1.example/v1/transit/keys/coffer | without TLS",
                "ftp://localhost/v1/transit/keys/coffer | does not begin",
                "https:/v1/transit/keys/coffer | does not begin",
                "https://vault.example:65536/v1/transit/keys/coffer | does not begin",
                "https://geheim@vault.example/v1/transit/keys/coffer | a token does not belong",
                "https://vault.example/v1/transit/keys/coffer#geheim | a token does not belong",
                "https://vault.example/v1/transit/keys | its path",
                "https://vault.example/v1/transit/keys/ | its path",
                "https://vault.example/v1/keys/coffer | its path",
                "https://vault.example/transit/keys/coffer | its path",
                "https://vault.example/v1/transit/encrypt/coffer | its path",
                "https://vault.example/v1/transit/keys/coffer/ | its path",
                "https://vault.example/v1//keys/coffer | its path",
                "https://vault.example/v1/a/../keys/coffer | its path",
                "https://vault.example/v1/./keys/coffer | its path",
                "https://vault.example/v1/transit/keys/.. | its path",
                "https://vault.example/v1/transit/keys/a%2Fb | its path",
                "https://vault.example/v1/transit/keys/coffer?token=geheim | are known",
                "https://vault.example/v1/transit/keys/coffer?plain=yes | are known",
                "https://vault.example/v1/transit/keys/coffer?plain | are known",
                "https://vault.example/v1/transit/keys/coffer?namespace= | are known",
                "https://vault.example/v1/transit/keys/coffer?namespace=a%20b | are known",
                "https://vault.example/v1/transit/keys/coffer?namespace=a&namespace=b | are known",
                "https://vault.example/v1/transit/keys/coffer?plain=allowed& | are known"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void theNameOfAKeyHasABound() {
        String longest = "k".repeat(TransitAddress.NAME_LENGTH_MAX);
        assertThat(parse("https://vault.example/v1/transit/keys/" + longest).name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> parse("https://vault.example/v1/transit/keys/" + longest + "k"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TransitAddress parse(String text) {
        return TransitAddress.parse(URI.create(text));
    }
}
