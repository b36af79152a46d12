package coffer.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors come from the reference implementation of Argon2, Debian 12's {@code argon2} 0~20171227:
 * {@code printf PASSWORD | argon2 SALT -id -t PASSES -k MEMORY -p LANES -l 32 -e}. Commas stand as {@code #} here.
 */
class PasswordHashTest {
    @ParameterizedTest
    @CsvSource({
        "password, $argon2id$v=19$m=256#t=2#p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "password, $argon2id$v=19$m=256#t=2#p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "password, $argon2id$v=19$m=65536#t=1#p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
        "password, $argon2id$v=19$m=65536#t=3#p=1$MDEyMzQ1Njc4OWFiY2RlZg$2vFngNy3PoYhRil/oXuBuGtIDzPAtn2u8PLHyAnFeXs",
        "differentpassword, $argon2id$v=19$m=4096#t=2#p=1$c29tZXNhbHQ$sftEfx84S/QwHz4ply5EUJI2+1Xb2IhSvCxLNQOHZ3c",
        "password, $argon2id$v=19$m=4096#t=2#p=1$ZGlmZnNhbHQ$/jtik6MLQ95M0ocLtTCp4Fj/7mvkuZFSI319qGI9ncs"
    })
    void theReferenceVectorsMatch(String password, String phc) {
        PasswordHash hash = PasswordHash.parse(phc.replace('#', ',')).orElseThrow();
        assertThat(hash.matches(password.getBytes(UTF_8))).isTrue();
        assertThat(hash.matches((password + "x").getBytes(UTF_8))).isFalse();
        assertThat(hash.text()).isEqualTo(phc.replace('#', ','));
    }

    @Test
    void theTextHoldsCostSaltAndTag() {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        PasswordHash.Cost cost = new PasswordHash.Cost(64, 3, 1);
        PasswordHash hash = PasswordHash.compute(cost, salt, "a good password".getBytes(UTF_8));
        assertThat(hash.text()).startsWith("$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$");
        PasswordHash read = PasswordHash.parse(hash.text()).orElseThrow();
        assertThat(read.matches("a good password".getBytes(UTF_8))).isTrue();
        assertThat(read.cost()).isEqualTo(cost);
        assertThat(read.outdated(cost)).isFalse();
        assertThat(read.outdated(new PasswordHash.Cost(64, 4, 1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=99$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$short",
                "$argon2id$v=19$m=256,t=2,p=1$c29t!XNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void whatNobodyHereHasMadeIsNotComputed(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    @Test
    void whatNothingMatchesLooksLikeAnyOtherHash() {
        PasswordHash.Cost cost = new PasswordHash.Cost(64, 3, 1);
        PasswordHash nothing = PasswordHash.matchedByNothing(cost, new SecureRandom());
        assertThat(nothing.matches(new byte[0])).isFalse();
        assertThat(nothing.matches("a good password".getBytes(UTF_8))).isFalse();
        assertThat(nothing.outdated(cost)).isFalse();
        assertThat(PasswordHash.parse(nothing.text())).isPresent();
        assertThat(PasswordHash.matchedByNothing(cost, new SecureRandom()).text())
                .isNotEqualTo(nothing.text());
    }

    @Test
    void aCostHasBounds() {
        assertThat(new PasswordHash.Cost(1 << 20, 64, 16).memoryBytes()).isEqualTo(1L << 30);
        assertThatThrownBy(() -> new PasswordHash.Cost((1 << 20) + 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PasswordHash.Cost(64, 65, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PasswordHash.Cost(64, 1, 17)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PasswordHash.Cost(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
