package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of {@code docs/formats/recovery-kit.md}, made by another program. */
final class KitVectorsTest {
    private static final byte[] SALT = Kits.counting(0xa0, 16);
    private static final byte[] NONCE = Kits.counting(0xb0, 12);

    record Words(String key, String words) {}

    record Share(int needed, int count, int index, String line, String words) {}

    record Refused(String reason, String text) {}

    static Stream<Words> words() {
        return Kits.vector("words.txt").lines().map(line -> new Words(line.substring(0, 64), line.substring(65)));
    }

    static List<Share> shares() {
        return Kits.vector("shares.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Arrays.asList(line.split(" ", 5)))
                .map(fields -> new Share(
                        Integer.parseInt(fields.get(0)),
                        Integer.parseInt(fields.get(1)),
                        Integer.parseInt(fields.get(2)),
                        fields.get(3),
                        fields.get(4)))
                .toList();
    }

    static List<Refused> refused() {
        List<Refused> refused = new ArrayList<>();
        for (String block : Kits.vector("refused.txt").split("(?m)^# ", -1)) {
            int end = block.indexOf('\n');
            if (end > 0) {
                refused.add(new Refused(block.substring(0, end), block.substring(end + 1)));
            }
        }
        return refused;
    }

    @Test
    void theKitOfTheVectorsOpens() {
        SealedKit kit = Kits.whole(Kits.vector("kit.txt"));

        assertThat(Kits.opened(kit, Kits.PASSPHRASE)).isEqualTo(Kits.kit());
        assertThat(kit.text()).isEqualTo(Kits.vector("kit.txt"));
    }

    @Test
    void sealingMakesTheKitOfTheVectors() {
        SealedKit kit = SealedKit.seal(Kits.kit(), Kits.passphrase(), Kits.giving(SALT, NONCE));

        assertThat(kit.text()).isEqualTo(Kits.vector("kit.txt"));
        assertThat(kit.line() + "\n").isEqualTo(Kits.vector("kit-line.txt"));
        assertThat(Kits.whole(Kits.vector("kit-line.txt")).text()).isEqualTo(kit.text());
    }

    @Test
    void aPassphraseBeyondAsciiOpensInBothOfItsForms() {
        SealedKit kit = Kits.whole(Kits.vector("kit-unicode.txt"));

        for (String typed :
                List.of("Zu\u0308rcher Gru\u0308\u00dfe \ud83d\udd11", "Z\u00fcrcher Gr\u00fc\u00dfe \ud83d\udd11")) {
            assertThat(Kits.opened(kit, typed).key()).isEqualTo(Kits.key(0x80));
        }
        assertThat(kit.label().installation()).isEqualTo("Zurich (2nd floor)");
        assertThat(kit.label().made()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(kit.open(Secret.of("Zurcher Gru\u00dfe \ud83d\udd11"), Kits::rootId))
                .isEqualTo(new SealedKit.Opened.WrongPassphrase());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatNoReaderMayTakeIsRefused(Refused refused) {
        assertThat(Kits.damage(refused.text())).contains(refused.reason());
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordsOfKeysAreThePublishedOnes(Words vector) {
        ExportedRootKey key = ExportedRootKey.of(HexFormat.of().parseHex(vector.key()), Kits::rootId);

        assertThat(String.join(" ", KeyWords.of(key))).isEqualTo(vector.words());
        assertThat(Kits.value(KeyWords.read(vector.words(), Kits::rootId))).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("shares")
    void sharesAreReadFromBothForms(Share vector) {
        for (String written : List.of(vector.line(), vector.words())) {
            KeyShare share = Kits.value(KeyShare.read(written));
            assertThat(share.line()).isEqualTo(vector.line());
            assertThat(String.join(" ", share.words())).isEqualTo(vector.words());
            assertThat(List.of(share.needed(), share.count(), share.index()))
                    .containsExactly(vector.needed(), vector.count(), vector.index());
        }
    }

    @ParameterizedTest
    @MethodSource("shares")
    void splittingMakesTheSharesOfTheVectors(Share vector) throws Exception {
        List<byte[]> chance = new ArrayList<>();
        chance.add(new byte[] {(byte) 0xc0, (byte) 0xff, (byte) vector.needed(), (byte) vector.count()});
        for (int power = 1; power < vector.needed(); power++) {
            chance.add(MessageDigest.getInstance("SHA-256")
                    .digest(("coefficient " + power).getBytes(StandardCharsets.US_ASCII)));
        }
        KeyShare share = KeyShares.split(
                        Kits.key(), vector.needed(), vector.count(), Kits.giving(chance.toArray(byte[][]::new)))
                .get(vector.index() - 1);

        assertThat(share.line()).isEqualTo(vector.line());
    }

    @Test
    void theSharesOfTheVectorsGiveTheirKey() {
        for (int needed : new int[] {2, 3, 5, 16}) {
            List<KeyShare> some = shares().stream()
                    .filter(vector -> vector.needed() == needed && vector.count() != 2)
                    .map(vector -> Kits.value(KeyShare.read(vector.line())))
                    .skip(needed == 16 ? 0 : 1)
                    .limit(needed)
                    .toList();
            assertThat(KeyShares.combine(some, Kits::rootId)).isEqualTo(new KeyShares.Combined.Key(Kits.key()));
        }
    }

    @Test
    void allVectorsWereRead() {
        assertThat(words()).hasSize(9);
        assertThat(shares()).hasSize(2 + 3 + 5 + 8 + 16);
        assertThat(refused()).hasSize(16);
    }
}
