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
    private final RootKey root = new RootKey(Sealed.counting(0, 32));

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
        RootKey other = new RootKey(Sealed.counting(1, 32));

        assertThatThrownBy(() -> RingFile.read(file, 5, other)).isInstanceOf(SealBroken.class);
        assertThat(RingFile.salvage(file, other)).isEmpty();
    }

    /** The wrap binds the name: the bytes of one key under the name of another do not open. */
    @Test
    void aWrappedKeyOpensUnderItsOwnNameOnly() throws SealBroken {
        KeyName name = new KeyName(UUID.randomUUID(), 1);
        byte[] wrapped = root.wrap(Sealed.counting(9, 32), name, random);

        assertThat(root.unwrap(wrapped, name).getEncoded()).isEqualTo(Sealed.counting(9, 32));
        assertThatThrownBy(() -> root.unwrap(wrapped, new KeyName(name.id(), 2)))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> root.unwrap(wrapped, new KeyName(UUID.randomUUID(), 1)))
                .isInstanceOf(SealBroken.class);
    }

    private List<RingEntry> entries(int count) {
        List<RingEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(RingEntry.create(new SpaceId(i), new KeyName(UUID.randomUUID(), 1), root, i, random));
        }
        return entries;
    }
}
