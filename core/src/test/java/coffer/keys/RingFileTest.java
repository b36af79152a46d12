package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RingFileTest {
    private final SecureRandom random = new SecureRandom();
    private final RootKey root = secret(KeyVectors.counting(0, 32));

    @Test
    void entriesAreReadBackInOrder() throws SealBroken {
        List<RingEntry> entries = entries(3);

        assertThat(RingFile.read(RingFile.write(5, 1, entries, root), 5, root)).isEqualTo(entries);
        assertThat(RingFile.read(RingFile.write(1, 1, List.of(), root), 1, root))
                .isEmpty();
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] file = RingFile.write(5, 1, entries(2), root);
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> RingFile.read(flipped, 5, root)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void everyTruncationIsNoticedAndWholeEntriesAreSalvaged() {
        List<RingEntry> entries = entries(2);
        byte[] file = RingFile.write(5, 1, entries, root);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> RingFile.read(cut, 5, root)).isInstanceOf(SealBroken.class);
            int whole = Math.clamp((length - 64) / RingEntry.BYTES, 0, 2);
            assertThat(RingFile.salvage(cut, root)).isEqualTo(entries.subList(0, whole));
        }
    }

    @Test
    void anOldFileUnderANewNameIsRefused() {
        byte[] file = RingFile.write(5, 1, entries(1), root);
        assertThatThrownBy(() -> RingFile.read(file, 6, root)).hasMessageContaining("generation 5");
    }

    @Test
    void anotherRootKeyVouchesForNothing() {
        byte[] file = RingFile.write(5, 1, entries(2), root);
        RootKey other = secret(KeyVectors.counting(1, 32));

        assertThatThrownBy(() -> RingFile.read(file, 5, other)).isInstanceOf(SealBroken.class);
        assertThat(RingFile.salvage(file, other)).isEmpty();
    }

    /** The wrap binds its context: the bytes of one key under the name of another do not open. */
    @Test
    void aWrappedKeyOpensInItsOwnContextOnly() throws SealBroken {
        byte[] context = {1, 2, 3};
        WrappedKey wrapped = root.wrap(KeyVectors.counting(9, 32), context);

        assertThat(root.unwrap(wrapped, context)).isEqualTo(KeyVectors.counting(9, 32));
        assertThatThrownBy(() -> root.unwrap(wrapped, new byte[] {1, 2, 4})).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> secret(KeyVectors.counting(1, 32)).unwrap(wrapped, context))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void anEntryUnderAnotherRootKeyHoldsTheSameKey() throws SealBroken {
        RingEntry entry = entries(1).getFirst();
        RootKey other = secret(KeyVectors.counting(1, 32));

        RingEntry moved = entry.under(other, root);

        assertThat(moved.open(other)).isEqualTo(entry.open(root));
        assertThat(moved.root()).isEqualTo(other.id());
        assertThat(RingEntry.parse(moved.bytes(), other)).isEqualTo(moved);
        assertThatThrownBy(() -> moved.open(root)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> entry.under(other, other)).isInstanceOf(SealBroken.class);
    }

    @Test
    void statesOnlyAdvanceAndADestroyedKeyIsGone() throws SealBroken {
        RingEntry entry = entries(1).getFirst();
        RingEntry readOnly = entry.readOnly(root);
        RingEntry destroyed = readOnly.destroyed(root);

        assertThat(readOnly.open(root)).isEqualTo(entry.open(root));
        assertThat(RingEntry.parse(destroyed.bytes(), root).state()).isEqualTo(KeyState.DESTROYED);
        assertThatThrownBy(() -> destroyed.open(root)).hasMessageContaining("destroyed");
        assertThatThrownBy(() -> destroyed.readOnly(root)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RingEntry.later(entry, destroyed)).isEqualTo(destroyed);
        assertThat(Arrays.copyOfRange(destroyed.bytes(), 56, 116)).containsOnly(0);
    }

    private RootKey secret(byte[] key) {
        return new RootSecret(key, random, "test");
    }

    private List<RingEntry> entries(int count) {
        List<RingEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(RingEntry.create(new SpaceId(i), new KeyName(UUID.randomUUID(), 1), root, i, random));
        }
        return entries;
    }
}
