package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.KeyVectors;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Whatever is done to the bytes of a sealed object, the reader notices before it hands out content. */
final class SealedManipulationTest {
    private static final int HEADER = SealedFormat.HEADER_BYTES;
    private static final int SEGMENT = SealedFormat.SEALED_SEGMENT_BYTES;
    private static final int FLIPS = 8_000;
    private static final int TRUNCATIONS = 2_500;
    private static final int CRC_AT = 108;

    private final byte[] plain = Sealed.plain(200_000);
    private final byte[] sealed = Sealed.seal(plain);

    @Test
    void everyByteOfTheHeaderMatters() {
        for (int at = 0; at < HEADER; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                refused(flipped(at, bit));
            }
        }
    }

    @Test
    void everyMeaningfulByteOfTheHeaderMattersEvenWhenItsChecksumFits() {
        for (int at = 0; at < CRC_AT; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                refused(withFittingCrc(flipped(at, bit)));
            }
        }
    }

    @Test
    void randomBitFlipsAreNoticed() {
        Random random = random("bit flips");
        for (int i = 0; i < FLIPS; i++) {
            refused(flipped(random.nextInt(sealed.length), random.nextInt(Byte.SIZE)));
        }
    }

    @Test
    void randomTruncationsAreNoticed() {
        Random random = random("truncations");
        for (int i = 0; i < TRUNCATIONS; i++) {
            refused(Arrays.copyOf(sealed, random.nextInt(sealed.length)));
        }
    }

    @Test
    void truncationAtABorderOfSegmentsIsNoticed() {
        for (int segments = 0; HEADER + segments * SEGMENT < sealed.length; segments++) {
            refused(Arrays.copyOf(sealed, HEADER + segments * SEGMENT));
        }
    }

    /** The length of an empty object, whose content nobody would ever read. */
    @Test
    void truncationToTheLengthOfAnEmptyObjectIsNoticed() {
        refused(Arrays.copyOf(sealed, HEADER + SealedFormat.TAG_BYTES));
        refused(Arrays.copyOf(Sealed.seal(Sealed.plain(100)), HEADER + SealedFormat.TAG_BYTES));
    }

    @Test
    void extensionIsNoticed() {
        for (int more : new int[] {1, 15, 16, 17, 100, SEGMENT - 1, SEGMENT, SEGMENT + 1}) {
            refused(Arrays.copyOf(sealed, sealed.length + more));
        }
    }

    /** An object whose last segment is full could take a further, empty one, which the writer never makes. */
    @Test
    void aSealedEmptySegmentBehindAFullOneIsRefused() {
        byte[] full = Sealed.seal(Sealed.plain(SealedFormat.SEGMENT_BYTES));
        refused(Arrays.copyOf(full, full.length + SealedFormat.TAG_BYTES));
    }

    @Test
    void swappedSegmentsAreNoticed() {
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, HEADER, swapped, HEADER + SEGMENT, SEGMENT);
        System.arraycopy(sealed, HEADER + SEGMENT, swapped, HEADER, SEGMENT);
        refused(swapped);
    }

    @Test
    void aSegmentOfAnotherObjectIsNoticed() {
        byte[] other = Sealed.seal(plain, new ObjectId(UUID.randomUUID()), 0x80);
        byte[] mixed = sealed.clone();
        System.arraycopy(other, HEADER + SEGMENT, mixed, HEADER + SEGMENT, SEGMENT);
        refused(mixed);
    }

    /** The header is bound through the salt of the body key: the same data key under another id opens nothing. */
    @Test
    void theSegmentsOfAnotherObjectWithTheSameDataKeyAreNoticed() {
        byte[] other = Sealed.seal(plain, new ObjectId(UUID.randomUUID()), 0x00);
        byte[] mixed = other.clone();
        System.arraycopy(sealed, 0, mixed, 0, HEADER);
        refused(mixed);
    }

    @Test
    void anotherObjectUnderThisIdIsNoticed() {
        refused(Sealed.seal(plain, new ObjectId(UUID.randomUUID()), 0x80));
    }

    @Test
    void theWrongKeyUnderTheRightNameOpensNothing() {
        assertThatThrownBy(
                        () -> Sealed.open(SealedBytes.of(sealed), Sealed.OBJECT, KeyVectors.key(Sealed.KEY_NAME, 0x21)))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void aKeyTheRingDoesNotHoldIsNamed() {
        SpaceKey other = KeyVectors.key(new KeyName(UUID.randomUUID(), 1), 0x20);
        assertThatThrownBy(() -> Sealed.open(SealedBytes.of(sealed), Sealed.OBJECT, other))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining(Sealed.KEY_NAME.toString());
    }

    @Test
    void reservedBytesMustBeZero() {
        for (int at = 112; at < HEADER; at++) {
            byte[] odd = sealed.clone();
            odd[at] = 1;
            assertThatThrownBy(() -> Sealed.open(odd))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining("reserved");
        }
    }

    @Test
    void headersFromTheFutureAreRefusedByName() {
        assertThat(refusal(8, 2)).contains("format");
        assertThat(refusal(9, 2)).contains("suite");
        assertThat(refusal(10, 20)).contains("segment size");
        assertThat(refusal(11, 1)).contains("byte 11");
        assertThat(refusal(12, 0xff)).contains("version");
        assertThat(refusal(15, 0)).contains("version");
    }

    private String refusal(int at, int value) {
        byte[] odd = sealed.clone();
        odd[at] = (byte) value;
        try {
            Sealed.open(withFittingCrc(odd));
            throw new AssertionError("byte " + at + " may be " + value);
        } catch (SealBroken e) {
            return String.valueOf(e.getMessage());
        }
    }

    private byte[] flipped(int at, int bit) {
        byte[] flipped = sealed.clone();
        flipped[at] ^= (byte) (1 << bit);
        return flipped;
    }

    private static byte[] withFittingCrc(byte[] object) {
        CRC32C crc = new CRC32C();
        crc.update(object, 0, CRC_AT);
        ByteBuffer.wrap(object).putInt(CRC_AT, (int) crc.getValue());
        return object;
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> Sealed.open(bytes)).isInstanceOf(SealBroken.class);
    }

    private static Random random(String what) {
        long seed = System.nanoTime();
        System.out.println("seed of " + what + ": " + seed);
        return new Random(seed);
    }
}
