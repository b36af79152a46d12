package coffer.blobs;

import coffer.keys.RingFile;
import coffer.keys.RingEntry;
import coffer.keys.RootKey;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of {@code docs/formats/sealed-objects.md}, made by another program. */
final class SealedVectorsTest {
    record Vector(int plainBytes, int sealedBytes, String sha256) {
        byte[] plain() {
            return plainBytes == 1 ? new byte[] {'0'} : Sealed.plain(plainBytes);
        }
    }

    static Stream<Vector> vectors() {
        return Sealed.vector("sealed.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> {
                    List<String> fields = List.of(line.split(" "));
                    return new Vector(Integer.parseInt(fields.get(0)), Integer.parseInt(fields.get(1)), fields.get(2));
                });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sealingMakesTheBytesOfTheVector(Vector vector) throws Exception {
        byte[] sealed = Sealed.seal(vector.plain());

        assertThat(sealed).hasSize(vector.sealedBytes());
        assertThat(SealedFormat.sealedBytes(vector.plainBytes())).isEqualTo(vector.sealedBytes());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sealed)))
                .isEqualTo(vector.sha256());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void openingGivesThePlainBytesBack(Vector vector) throws Exception {
        assertThat(Sealed.open(Sealed.seal(vector.plain()))).isEqualTo(vector.plain());
    }

    @Test
    void theEmptyObjectIsAsDescribedInFull() throws Exception {
        byte[] empty = Sealed.hexVector("sealed-empty.hex");

        assertThat(Sealed.seal(new byte[0])).isEqualTo(empty);
        assertThat(Sealed.open(empty)).isEmpty();
    }

    @Test
    void allVectorsWereRead() {
        assertThat(vectors().map(Vector::plainBytes)).containsExactly(0, 1, 65535, 65536, 65537, 200000);
    }

    @Test
    void theRingOfTheVectorsOpensTheirObjects() throws Exception {
        RootKey root = new RootKey(Sealed.counting(0x60, 32));
        List<RingEntry> entries = RingFile.read(Sealed.hexVector("ring-7.cofring.hex"), 7, root);

        assertThat(entries).hasSize(1);
        RingEntry entry = entries.getFirst();
        assertThat(entry.space().value()).isEqualTo(42);
        assertThat(entry.state()).isEqualTo(RingEntry.State.ACTIVE);
        assertThat(entry.name()).isEqualTo(Sealed.KEY_NAME);
        byte[] sealed = Sealed.hexVector("sealed-empty.hex");
        assertThat(Sealed.open(SealedBytes.of(sealed), Sealed.OBJECT, entry.open(root)))
                .isEmpty();
    }

    @Test
    void writingTheRingOfTheVectorsMakesTheSameBytes() throws Exception {
        RootKey root = new RootKey(Sealed.counting(0x60, 32));
        byte[] file = Sealed.hexVector("ring-7.cofring.hex");
        List<RingEntry> entries = RingFile.read(file, 7, root);

        assertThat(RingFile.write(7, 1_790_000_001_000_000L, entries, root)).isEqualTo(file);
        byte[] altered = file.clone();
        altered[altered.length - 1] ^= 1;
        assertThat(Arrays.equals(altered, file)).isFalse();
    }
}
