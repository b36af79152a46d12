package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.KeyVectors;
import java.security.MessageDigest;
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
        return KeyVectors.vector("sealed.txt")
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
        byte[] empty = KeyVectors.hexVector("sealed-empty.hex");

        assertThat(Sealed.seal(new byte[0])).isEqualTo(empty);
        assertThat(Sealed.open(empty)).isEmpty();
    }

    @Test
    void allVectorsWereRead() {
        assertThat(vectors().map(Vector::plainBytes)).containsExactly(0, 1, 65535, 65536, 65537, 200000);
    }
}
