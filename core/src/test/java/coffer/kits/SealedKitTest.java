package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SealedKitTest {
    private static final String FITTING_CHECKSUM = "its checksum fits, and still it must not open";

    private final SealedKit sealed = Kits.sealed();

    @Test
    void aKitIsReadBackAndOpens() {
        SealedKit read = Kits.whole(sealed.text());

        assertThat(read.label()).isEqualTo(Kits.kit().label());
        assertThat(read.text()).isEqualTo(sealed.text());
        assertThat(Kits.opened(read, Kits.PASSPHRASE)).isEqualTo(Kits.kit());
    }

    @Test
    void theTextIsEightShortLinesOfAscii() {
        assertThat(sealed.text()).matches("[ -~\\n]+").endsWith("\n");
        assertThat(sealed.text().lines()).hasSize(8).allMatch(line -> line.length() < 80);
    }

    @Test
    void aNewKitHashesItsPassphraseAMillionTimesAndHasItsOwnSalt() {
        SealedKit one = SealedKit.seal(Kits.kit(), Kits.passphrase(), new SecureRandom());
        SealedKit other = SealedKit.seal(Kits.kit(), Kits.passphrase(), new SecureRandom());

        assertThat(one.text()).contains("kdf pbkdf2-hmac-sha512 1000000 ");
        assertThat(one.text().lines().skip(4))
                .doesNotContainAnyElementsOf(other.text().lines().skip(4).toList());
    }

    @Test
    void everyTruncationIsNoticed() {
        String text = sealed.text();
        for (int length = 0; length < text.length() - 1; length++) {
            assertThat(Kits.damage(text.substring(0, length)))
                    .isEqualTo("it is cut short or altered: not all of its eight lines are there");
        }
    }

    @Test
    void everyAlteredCharacterIsNoticed() {
        String text = sealed.text();
        for (int at = 0; at < text.length() - 1; at++) {
            for (int bit = 0; bit < 7; bit++) {
                char other = (char) (text.charAt(at) ^ (1 << bit));
                assertThat(SealedKit.read(text.substring(0, at) + other + text.substring(at + 1)))
                        .as("bit %d of character %d", bit, at)
                        .isInstanceOf(SealedKit.Read.Damaged.class);
            }
        }
    }

    @Test
    void linesThatAreMissingDoubledOrExchangedAreNoticed() {
        List<String> lines = sealed.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            for (int j = 0; j < lines.size(); j++) {
                if (i != j) {
                    String[] mixed = lines.toArray(String[]::new);
                    mixed[i] = lines.get(j);
                    assertThat(Kits.damage(String.join("\n", mixed) + "\n")).startsWith("it ");
                    mixed[j] = lines.get(i);
                    assertThat(Kits.damage(String.join("\n", mixed) + "\n")).startsWith("it ");
                }
            }
        }
    }

    @Test
    void copyAndPasteDoesNoHarm() {
        String text = sealed.text();

        assertThat(Kits.whole(text.strip()).text()).isEqualTo(text);
        assertThat(Kits.whole("\n\n  " + text.replace("\n", " \t\r\n") + "\r\n\n")
                        .text())
                .isEqualTo(text);
    }

    @Test
    void aTextAtTheLimitIsReadAndALongerOneIsNot() {
        String filled = sealed.text()
                + " ".repeat(SealedKit.TEXT_CHARS_MAX - sealed.text().length());

        assertThat(Kits.whole(filled).text()).isEqualTo(sealed.text());
        assertThat(Kits.damage(filled + " ")).isEqualTo("it is too long for a recovery kit");
    }

    @Test
    void somethingElseIsNoKit() {
        assertThat(Kits.damage("coffer root key 1\nid 00\n")).isEqualTo("it does not start as a recovery kit does");
        assertThat(Kits.damage("\u20ac")).isEqualTo("it does not start as a recovery kit does");
        assertThat(Kits.damage(sealed.text().replace("kit 1\n", "kit 2\n")))
                .isEqualTo("it is of another version than 1, or its first line is altered");
    }

    @Test
    void anotherPassphraseOpensNothing() {
        for (String typed : List.of(
                "",
                " ",
                "correct horse battery stable",
                "Correct horse battery staple",
                Kits.PASSPHRASE + " ",
                "correct  horse battery staple")) {
            assertThat(sealed.open(Secret.of(typed), Kits::rootId))
                    .as("passphrase [%s]", typed)
                    .isEqualTo(new SealedKit.Opened.WrongPassphrase());
        }
    }

    /** Whoever alters a kit can fit its checksum, but not its seal. */
    @Test
    void aKitAlteredOnPurposeDoesNotOpen() {
        String text = sealed.text();
        List<String> lines = text.lines().toList();

        assertForgeryStaysClosed(text.replace(Kits.INSTALLATION, "https://cloud.example.com"));
        assertForgeryStaysClosed(text.replace("made 2026", "made 2025"));
        assertForgeryStaysClosed(text.replace("kit 1\nroot-id e", "kit 1\nroot-id f"));
        assertForgeryStaysClosed(text.replace("sha512 100000 ", "sha512 100001 "));
        for (int line = 4; line <= 6; line++) {
            String whole = lines.get(line);
            char last = whole.charAt(whole.length() - 1) == '0' ? '1' : '0';
            assertForgeryStaysClosed(text.replace(whole, whole.substring(0, whole.length() - 1) + last));
        }
        assertForgeryStaysClosed(text.replace(lines.get(5), lines.get(6)));
    }

    @Test
    void theLabelOfAnotherKitWithTheSamePassphraseDoesNotFit() {
        SealedKit other = SealedKit.seal(
                new RecoveryKit(Kits.key(0x80), Kits.MADE, Kits.INSTALLATION),
                Kits.passphrase(),
                SealedKit.ITERATIONS_MIN,
                new SecureRandom());
        String mixed = String.join("\n", other.text().lines().limit(5).toList())
                + "\n"
                + String.join("\n", sealed.text().lines().skip(5).toList())
                + "\n";

        assertForgeryStaysClosed(mixed);
    }

    @Test
    void aKeyOfAnotherIdThanTheKitSaysIsRefused() {
        assertThat(sealed.open(Secret.of(Kits.PASSPHRASE), _ -> new UUID(1, 2)))
                .isEqualTo(new SealedKit.Opened.Damaged("its root id is not that of the key in it"));
    }

    @Test
    void theNumberOfIterationsHasLimitsOnBothSides() {
        assertThat(Kits.whole(withIterations(100_000)).text()).isEqualTo(sealed.text());
        assertThat(Kits.whole(withIterations(10_000_000)).text()).contains(" 10000000 ");
        assertThat(Kits.damage(withIterations(99_999)))
                .isEqualTo("it hashes its passphrase 99,999 times, and only 100,000 to 10,000,000 times are accepted");
        assertThat(Kits.damage(withIterations(10_000_001))).contains("10,000,001 times");
        assertThat(Kits.damage(withIterations(999_999_999))).contains("999,999,999 times");
        assertThat(Kits.damage(fitted("sha512 100000 ", "sha512 4294967296 "))).contains("not all of its eight lines");
    }

    @Test
    void theLineOfAQrCodeIsTheSameKit() {
        String line = sealed.line();

        assertThat(line).matches("COFFER-KIT:1:[0-9A-F]+");
        assertThat(Kits.whole(line).text()).isEqualTo(sealed.text());
        assertThat(Kits.whole("\n" + line.toLowerCase(Locale.ROOT) + "\n").text())
                .isEqualTo(sealed.text());
        assertThat(Kits.whole(line.replaceAll("(.{64})", "$1\r\n ")).text()).isEqualTo(sealed.text());
    }

    @Test
    void everyTruncationOfTheLineIsNoticed() {
        String line = sealed.line();
        for (int length = 0; length < line.length() - 2; length++) {
            assertThat(Kits.damage(line.substring(0, length))).startsWith("it ");
        }
        assertThat(Kits.damage(line.substring(0, line.length() - 1)))
                .isEqualTo("it is cut short or altered: it is not all hexadecimal");
    }

    @Test
    void everyAlteredDigitOfTheLineIsNoticed() {
        String line = sealed.line();
        for (int at = "COFFER-KIT:1:".length(); at < line.length() - 2; at++) {
            int digit = HexFormat.fromHexDigit(line.charAt(at));
            for (int other = 1; other < 16; other++) {
                char altered = Character.toUpperCase(Character.forDigit(digit ^ other, 16));
                assertThat(Kits.damage(line.substring(0, at) + altered + line.substring(at + 1)))
                        .startsWith("it ");
            }
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        SealedKit.Opened opened = sealed.open(Secret.of(Kits.PASSPHRASE), Kits::rootId);
        String key = HexFormat.of().formatHex(Kits.counting(0x60, 32));

        assertThat(opened.toString()).contains("[secret]").doesNotContain(key.substring(0, 8), "[B@", "96, 97");
        assertThat(sealed.toString()).isEqualTo("recovery kit of https://cloud.example.org [sealed]");
        assertThat(Kits.passphrase().toString()).isEqualTo("[secret]");
    }

    private void assertForgeryStaysClosed(String altered) {
        String forged = Kits.fitted(altered);
        assertThat(forged).isNotEqualTo(sealed.text());
        assertThat(Kits.whole(forged).open(Secret.of(Kits.PASSPHRASE), Kits::rootId))
                .as(FITTING_CHECKSUM)
                .isEqualTo(new SealedKit.Opened.WrongPassphrase());
    }

    private String withIterations(int iterations) {
        return fitted("sha512 100000 ", "sha512 " + iterations + " ");
    }

    private String fitted(String what, String by) {
        return Kits.fitted(sealed.text().replace(what, by));
    }
}
