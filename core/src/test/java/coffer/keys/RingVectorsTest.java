package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of {@code docs/formats/key-ring.md}, made by another program. */
final class RingVectorsTest {
    private final RootKey root = new RootSecret(KeyVectors.counting(0x60, 32), new SecureRandom(), "vectors");
    private final byte[] file = KeyVectors.hexVector("ring-7.cofring.hex");

    @Test
    void theRingHoldsTheSpaceKeyOfTheObjects() throws Exception {
        List<RingEntry> entries = RingFile.read(file, 7, root);

        assertThat(entries).hasSize(1);
        RingEntry entry = entries.getFirst();
        assertThat(entry.space().value()).isEqualTo(42);
        assertThat(entry.state()).isEqualTo(KeyState.ACTIVE);
        assertThat(entry.name()).isEqualTo(KeyVectors.KEY_NAME);
        assertThat(entry.open(root)).isEqualTo(KeyVectors.KEY);
    }

    @Test
    void writingTheRingMakesTheSameBytes() throws Exception {
        List<RingEntry> entries = RingFile.read(file, 7, root);

        assertThat(RingFile.write(7, 1_790_000_001_000_000L, entries, root)).isEqualTo(file);
    }
}
