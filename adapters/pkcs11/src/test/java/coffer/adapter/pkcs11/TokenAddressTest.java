package coffer.adapter.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7512 as far as a key needs it. */
class TokenAddressTest {
    private static final String MODULE = "?module-path=/usr/lib/softhsm/libsofthsm2.so";

    @Test
    void anAddressNamesModuleTokenAndKey() {
        TokenAddress address = parse("pkcs11:token=coffer;object=coffer-root" + MODULE);
        assertThat(address)
                .isEqualTo(new TokenAddress(
                        Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                        Optional.of("coffer"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        "coffer-root",
                        Optional.empty()));
    }

    @Test
    void allThatIsKnownMayBeThereInAnyOrder() {
        TokenAddress address =
                parse("PKCS11:type=secret-key;serial=0a1b;object=a%20b%2Fc=d;slot-id=2147483647;token=M%C3%BCnze"
                        + "?pin-source=file:/etc/coffer/p%2520n&module-path=/opt/a%20b/m.so");
        assertThat(address.serial()).contains("0a1b");
        assertThat(address.object()).isEqualTo("a b/c=d");
        assertThat(address.slot()).hasValue(Integer.MAX_VALUE);
        assertThat(address.token()).contains("Münze");
        assertThat(address.pinFile()).contains(Path.of("/etc/coffer/p n"));
        assertThat(address.module()).isEqualTo(Path.of("/opt/a b/m.so"));
    }

    @Test
    void itPrintsWithoutWhereThePinIs() {
        TokenAddress address =
                parse("pkcs11:slot-id=7;token=M%C3%BCnze;object=a%20b?pin-source=file:/etc/pin&module-path=/a%20b.so");
        assertThat(address).hasToString("pkcs11:token=M%C3%BCnze;slot-id=7;object=a%20b?module-path=/a%20b.so");
        assertThat(parse(address.toString()).toString()).isEqualTo(address.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http:token=a;object=b?module-path=/m.so | does not begin with pkcs11:",
                "pkcs11:token=a;object=b?module-path=/m.so#x | a part after #",
                "pkcs11:object=b?module-path=/m.so | names no token",
                "pkcs11:token=a?module-path=/m.so | names no key",
                "pkcs11:token=a;object=b | names no library",
                "pkcs11:token=a;object=b?module-path=m.so | is relative",
                "pkcs11:token=a;object=b?module-path=/m%22.so | a quotation mark",
                "pkcs11:token=a;object=b?module-path=/m%5C.so | a backslash",
                "pkcs11:token=a;object=b?module-path=/$m.so | a dollar sign",
                "pkcs11:token=a;token=a;object=b?module-path=/m.so | token stands there twice",
                "pkcs11:token=a;object=b?module-path=/m.so&module-path=/m.so | module-path stands there twice",
                "pkcs11:token=a;object=b;model=x?module-path=/m.so | 'model' is not known",
                "pkcs11:token=a;object=b;id=%01?module-path=/m.so | 'id' is not known",
                "pkcs11:token=a;object=b?module-name=m&module-path=/m.so | 'module-name' is not known",
                "pkcs11:token=a;object=b;?module-path=/m.so | '' is not known",
                "pkcs11:token;object=b?module-path=/m.so | token is missing",
                "pkcs11:token=;object=b?module-path=/m.so | token is missing",
                "pkcs11:token=%00;object=b?module-path=/m.so | token is not printable",
                "pkcs11:token=%ff;object=b?module-path=/m.so | token is not printable",
                "pkcs11:token=%c3;object=b?module-path=/m.so | token is not printable",
                "pkcs11:token=a/b;object=b?module-path=/m.so | must be percent-encoded",
                "pkcs11:token=a;object=%C3%BC?module-path=/m.so | printable ASCII",
                "pkcs11:token=a;object=b;type=private?module-path=/m.so | type is not secret-key",
                "pkcs11:slot-id=2147483648;object=b?module-path=/m.so | slot-id is no number",
                "pkcs11:slot-id=-1;object=b?module-path=/m.so | slot-id is no number",
                "pkcs11:slot-id=0x1;object=b?module-path=/m.so | slot-id is no number"
            })
    void whatIsNoAddressIsRefusedWithWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs11:token=a;object=b?module-path=/m.so&pin-value=geheim",
                "pkcs11:token=a;object=b;pin-value=geheim?module-path=/m.so",
                "pkcs11:token=a;object=b?pin-value=geheim&pin-value=geheim",
                "pkcs11:token=a;object=b?module-path=/m.so&pin-source=geheim",
                "pkcs11:token=a;object=b?module-path=/m.so&pin-source=%7Cecho%20geheim",
                "pkcs11:token=a;object=b?module-path=/m.so&pin-source=file://host/geheim",
                "pkcs11:token=a;object=b?module-path=/m.so&pin-source=http:/geheim",
                "pkcs11:token=a;object=b?module-path=/m.so&geheim%20geheim=x"
            })
    void aPinInAnAddressIsNeitherTakenNorRepeated(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(pin-value|pin-source|not known).*")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).replace("'geheim%20geheim'", ""))
                        .doesNotContain("geheim"));
    }

    @Test
    void theNameOfAKeyHasABound() {
        String longest = "k".repeat(TokenAddress.OBJECT_LENGTH_MAX);
        assertThat(parse("pkcs11:token=a;object=" + longest + MODULE).object()).isEqualTo(longest);
        assertThatThrownBy(() -> parse("pkcs11:token=a;object=" + longest + "k" + MODULE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenIsMeantWhenAllThatIsSaidOfItFits() {
        TokenInfo token = new TokenInfo(7, "coffer", "0a", 0);
        assertThat(parse("pkcs11:token=coffer;object=k" + MODULE).means(token)).isTrue();
        assertThat(parse("pkcs11:token=coffer;serial=0a;slot-id=7;object=k" + MODULE)
                        .means(token))
                .isTrue();
        assertThat(parse("pkcs11:token=Coffer;object=k" + MODULE).means(token)).isFalse();
        assertThat(parse("pkcs11:token=coffer;serial=0b;object=k" + MODULE).means(token))
                .isFalse();
        assertThat(parse("pkcs11:token=coffer;slot-id=8;object=k" + MODULE).means(token))
                .isFalse();
    }

    private static TokenAddress parse(String text) {
        return TokenAddress.parse(URI.create(text));
    }
}
