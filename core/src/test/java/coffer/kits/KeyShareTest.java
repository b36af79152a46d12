package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class KeyShareTest {
    private static final String PREFIX = "COFFER-SHARE:1:";

    private final KeyShare share =
            KeyShares.split(Kits.key(), 3, 5, new SecureRandom()).get(1);

    @Test
    void aShareIsReadBackFromItsWordsAndFromItsLine() {
        assertThat(share.words()).hasSize(KeyShare.WORDS);
        assertThat(share.line()).matches("COFFER-SHARE:1:[0-9A-F]{88}");
        for (String written : List.of(
                String.join(" ", share.words()),
                String.join("\n", share.words()).toUpperCase(Locale.ROOT),
                share.line(),
                " " + share.line().toLowerCase(Locale.ROOT) + "\n",
                share.line().replaceAll("(.{30})", "$1\r\n"))) {
            KeyShare read = Kits.value(KeyShare.read(written));
            assertThat(read).isEqualTo(share);
            assertThat(read.needed()).isEqualTo(3);
            assertThat(read.count()).isEqualTo(5);
            assertThat(read.index()).isEqualTo(2);
        }
    }

    @Test
    void theLineHoldsWhatItsLayoutSays() {
        byte[] bytes = bytes(share);

        assertThat(bytes).hasSize(KeyShare.BYTES).startsWith(0x12, 0x41);
        assertThat(HexFormat.of().formatHex(bytes, 6, 10)).isEqualTo("edc5eb52");
    }

    @Test
    void everyTruncationIsNoticed() {
        String line = share.line();
        for (int length = 0; length < line.length(); length++) {
            assertThat(KeyShare.read(line.substring(0, length))).isNotInstanceOf(WordsRead.Whole.class);
        }
        for (int count = 0; count < KeyShare.WORDS; count++) {
            assertThat(Kits.refusal(KeyShare.read(String.join(" ", share.words().subList(0, count)))))
                    .isEqualTo("it takes 32 words, and there are " + count);
        }
        assertThat(Kits.refusal(KeyShare.read(line + "00")))
                .isEqualTo("the line is cut short, too long, or not all hexadecimal");
    }

    @Test
    void wordsThatAreNoneOfTheListAreNamed() {
        List<String> typed = new ArrayList<>(share.words());
        typed.set(30, "abandn");

        assertThat(Kits.unknown(KeyShare.read(String.join(" ", typed))))
                .singleElement()
                .satisfies(word -> assertThat(word.position()).isEqualTo(31))
                .satisfies(word -> assertThat(word.near()).startsWith("abandon"));
    }

    @Test
    void anAlteredShareIsNoticedByItsChecksum() {
        byte[] altered = bytes(share);
        altered[20] ^= 1;

        assertThat(Kits.refusal(KeyShare.read(PREFIX + HexFormat.of().formatHex(altered))))
                .contains("checksum of the share does not fit");
    }

    @Test
    void sharesOfOtherVersionsAreRefusedByName() {
        assertThat(Kits.refusal(withFirstBytes(0x02, 0x41))).contains("version 0");
        assertThat(Kits.refusal(withFirstBytes(0x22, 0x41))).contains("version 2");
        assertThat(Kits.refusal(withFirstBytes(0xf2, 0x41))).contains("version 15");
    }

    @Test
    void numbersHaveLimitsOnBothSides() {
        assertThat(Kits.refusal(withFirstBytes(0x10, 0x41))).isEqualTo("there is no share 2 of 5, of which 1 open");
        assertThat(Kits.value(withFirstBytes(0x11, 0x41)).needed()).isEqualTo(2);
        assertThat(Kits.value(withFirstBytes(0x14, 0x41)).needed()).isEqualTo(5);
        assertThat(Kits.refusal(withFirstBytes(0x15, 0x41))).isEqualTo("there is no share 2 of 5, of which 6 open");
        assertThat(Kits.value(withFirstBytes(0x12, 0x40)).index()).isEqualTo(1);
        assertThat(Kits.value(withFirstBytes(0x12, 0x44)).index()).isEqualTo(5);
        assertThat(Kits.refusal(withFirstBytes(0x12, 0x45))).isEqualTo("there is no share 6 of 5, of which 3 open");
        assertThat(Kits.value(withFirstBytes(0x1f, 0xff)).count()).isEqualTo(16);
    }

    @Test
    void onlyItsNumberIsPrinted() {
        assertThat(share.toString()).isEqualTo("share 2 of 5 [secret]");
    }

    private WordsRead<KeyShare> withFirstBytes(int first, int second) {
        byte[] bytes = bytes(share);
        bytes[0] = (byte) first;
        bytes[1] = (byte) second;
        return KeyShare.read(PREFIX + HexFormat.of().formatHex(fitted(bytes)));
    }

    static byte[] bytes(KeyShare share) {
        return HexFormat.of().parseHex(share.line().substring(PREFIX.length()));
    }

    /** The same bytes with the checksum that fits them. */
    static byte[] fitted(byte[] bytes) {
        System.arraycopy(KitDigest.first(2, bytes, 42), 0, bytes, 42, 2);
        return bytes;
    }
}
