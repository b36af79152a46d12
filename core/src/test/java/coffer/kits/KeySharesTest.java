package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import coffer.kits.KeyShares.Combined;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeySharesTest {
    private static final int MANIPULATIONS = 2_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<KeyShare> shares = split(3, 5);

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 3", "3, 3", "3, 5", "5, 8", "2, 16", "16, 16"})
    void everySetOfAsManySharesAsAreNeededGivesTheKey(int needed, int count) {
        List<KeyShare> all = split(needed, count);
        int sets = 0;
        for (int set = 0; set < 1 << count; set++) {
            List<KeyShare> some = chosen(all, set);
            if (some.size() == needed) {
                sets++;
                assertThat(combine(some)).isEqualTo(new Combined.Key(Kits.key()));
            } else if (some.size() == needed - 1) {
                assertThat(combine(some)).isEqualTo(new Combined.TooFew(needed - 1, needed));
            }
        }
        assertThat(sets).isPositive();
        assertThat(combine(all)).isEqualTo(new Combined.Key(Kits.key()));
    }

    @Test
    void fewerThanNeededOpenNothing() {
        assertThat(combine(List.of())).isEqualTo(new Combined.TooFew(0, 2));
        assertThat(combine(shares.subList(0, 1))).isEqualTo(new Combined.TooFew(1, 3));
        assertThat(combine(shares.subList(3, 5))).isEqualTo(new Combined.TooFew(2, 3));
    }

    @Test
    void sharesOfDifferentSplittingsDoNotMix() {
        List<KeyShare> later = split(3, 5);

        assertThat(combine(List.of(shares.get(0), shares.get(1), later.get(2)))).isEqualTo(new Combined.Mixed());
        assertThat(combine(List.of(shares.get(0), split(2, 5).get(1)))).isEqualTo(new Combined.Mixed());
        assertThat(combine(List.of(shares.get(0), split(3, 6).get(1)))).isEqualTo(new Combined.Mixed());
    }

    /** Each share names the root key and the numbers that it belongs to; a random name alone is not relied on. */
    @Test
    void sharesThatDifferInAnythingElseDoNotMixEvenUnderTheSameName() {
        List<KeyShare> one = sameName(Kits.key(0x60), 2, 3);

        for (List<KeyShare> other : List.of(
                sameName(Kits.key(0x80), 2, 3), sameName(Kits.key(0x60), 3, 3), sameName(Kits.key(0x60), 2, 4))) {
            assertThat(combine(List.of(one.get(0), other.get(1)))).isEqualTo(new Combined.Mixed());
            assertThat(combine(List.of(one.get(0), other.get(1), one.get(2)))).isEqualTo(new Combined.Mixed());
        }
        assertThat(combine(one)).isEqualTo(new Combined.Key(Kits.key(0x60)));
    }

    @Test
    void aShareGivenTwiceIsNamed() {
        assertThat(combine(List.of(shares.get(3), shares.get(0), shares.get(3))))
                .isEqualTo(new Combined.Doubled(4));
        KeyShare altered = altered(shares.get(3));
        assertThat(combine(List.of(shares.get(0), shares.get(3), altered))).isEqualTo(new Combined.Doubled(4));
    }

    @Test
    void anAlteredShareIsNoticedWhereverItStands() {
        for (int at = 0; at < shares.size(); at++) {
            List<KeyShare> some = new ArrayList<>(shares);
            some.set(at, altered(shares.get(at)));
            assertThat(combine(some)).isEqualTo(new Combined.Altered());
            assertThat(combine(some.subList(0, 3)))
                    .isEqualTo(at < 3 ? new Combined.Altered() : new Combined.Key(Kits.key()));
        }
    }

    @Test
    void theNumbersOfSharesHaveLimitsOnBothSides() {
        assertThat(split(2, 2)).hasSize(2);
        assertThat(split(16, 16)).hasSize(16);
        for (int[] numbers : new int[][] {{1, 2}, {0, 2}, {3, 2}, {2, 17}, {17, 17}, {2, 1}, {-1, 3}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> split(numbers[0], numbers[1]));
        }
    }

    @Test
    void twoSplittingsOfOneKeyHaveNothingInCommon() {
        List<KeyShare> later = split(3, 5);

        for (int i = 0; i < 5; i++) {
            assertThat(later.get(i).value()).isNotEqualTo(shares.get(i).value());
        }
        assertThat(later.getFirst().belongsTo(shares.getFirst())).isFalse();
        assertThat(shares).allMatch(shares.getFirst()::belongsTo);
    }

    /** Whatever is done to what is written of a share, no key comes out: it is refused when read or when combined. */
    @Test
    void randomManipulationsAreNoticed() {
        long seed = System.nanoTime();
        System.out.println("seed of manipulations of shares: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < MANIPULATIONS; i++) {
            int at = random.nextInt(3);
            String written = manipulated(shares.get(at), random);
            if (KeyShare.read(written) instanceof WordsRead.Whole<KeyShare> read) {
                List<KeyShare> some = new ArrayList<>(shares.subList(0, 3));
                some.set(at, read.value());
                assertThat(combine(some)).as(written).isNotInstanceOf(Combined.Key.class);
            }
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(combine(shares).toString())
                .contains("[secret]")
                .contains(Kits.key().id().toString())
                .doesNotContain("96, 97", "[B@");
    }

    private static String manipulated(KeyShare share, Random random) {
        byte[] bytes = KeyShareTest.bytes(share);
        List<String> words = new ArrayList<>(share.words());
        return switch (random.nextInt(4)) {
            case 0 -> {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                yield line(bytes);
            }
            case 1 -> {
                bytes[random.nextInt(42)] ^= (byte) (1 << random.nextInt(8));
                yield line(KeyShareTest.fitted(bytes));
            }
            case 2 -> {
                int at = random.nextInt(words.size());
                int number = WordList.ENGLISH.number(words.get(at)).orElseThrow();
                words.set(at, WordList.ENGLISH.word((number + 1 + random.nextInt(2_047)) % WordList.WORDS));
                yield String.join(" ", words);
            }
            default -> {
                int at = random.nextInt(words.size() - 1);
                Collections.swap(words, at, at + 1);
                // Two equal words exchanged are no manipulation.
                yield String.join(" ", words.equals(share.words()) ? words.subList(1, words.size()) : words);
            }
        };
    }

    /** With a fitting checksum, as its holder could make it. */
    private static KeyShare altered(KeyShare share) {
        byte[] bytes = KeyShareTest.bytes(share);
        bytes[10] ^= 1;
        return Kits.value(KeyShare.read(line(KeyShareTest.fitted(bytes))));
    }

    private static String line(byte[] bytes) {
        return "COFFER-SHARE:1:" + HexFormat.of().formatHex(bytes);
    }

    private static List<KeyShare> sameName(ExportedRootKey key, int needed, int count) {
        byte[][] chance = new byte[needed][32];
        chance[0] = new byte[4];
        return KeyShares.split(key, needed, count, Kits.giving(chance));
    }

    private static List<KeyShare> chosen(List<KeyShare> all, int set) {
        return IntStream.range(0, all.size())
                .filter(i -> (set & (1 << i)) != 0)
                .mapToObj(all::get)
                .toList();
    }

    private static List<KeyShare> split(int needed, int count) {
        return KeyShares.split(Kits.key(), needed, count, RANDOM);
    }

    private static Combined combine(List<KeyShare> shares) {
        return KeyShares.combine(shares, Kits::rootId);
    }
}
