package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.keys.KeyVectors;
import coffer.keys.SealBroken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Plain objects: the vectors, made by another program, and every kind of damage. */
final class PlainObjectTest {
    private static final int HEADER = SealedFormat.HEADER_BYTES;
    private static final int SEGMENT = PlainFormat.SEGMENT_BYTES;

    @Test
    void packingMakesTheBytesOfTheVectors() throws Exception {
        List<String> lines = KeyVectors.vector("plain.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines).hasSize(6);
        for (String line : lines) {
            List<String> fields = List.of(line.split(" ", -1));
            int length = Integer.parseInt(fields.get(0));
            byte[] packed = pack(plain(length), Sealed.OBJECT);
            assertThat(packed).hasSize(Integer.parseInt(fields.get(1)));
            assertThat(PlainFormat.storedBytes(length)).isEqualTo(packed.length);
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(packed)))
                    .isEqualTo(fields.get(2));
            assertThat(open(packed)).isEqualTo(plain(length));
        }
    }

    @Test
    void theContentLiesThereAsItIs() {
        byte[] plain = plain(200_000);

        assertThat(Arrays.copyOfRange(pack(plain, Sealed.OBJECT), HEADER, HEADER + plain.length))
                .isEqualTo(plain);
    }

    @Test
    void rangesAreThoseOfTheContent() throws Exception {
        byte[] plain = plain(3 * SEGMENT + 100);
        byte[] packed = pack(plain, Sealed.OBJECT);
        Workbench bench = new Workbench();
        Unpacking unpacking = Unpacking.open(SealedBytes.of(packed), Sealed.OBJECT, _ -> Optional.empty(), bench);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            int from = random.nextInt(plain.length + 1);
            int to = from + random.nextInt(plain.length - from + 1);
            assertThat(Sealed.range(unpacking, from, to, bench)).isEqualTo(Arrays.copyOfRange(plain, from, to));
        }
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] packed = pack(plain(300), Sealed.OBJECT);
        for (int bit = 0; bit < packed.length * Byte.SIZE; bit++) {
            byte[] flipped = packed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            refused(flipped);
        }
    }

    @Test
    void everyLengthThatIsNotItsOwnIsNoticed() {
        byte[] packed = pack(plain(SEGMENT + 50), Sealed.OBJECT);
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            refused(Arrays.copyOf(packed, random.nextInt(packed.length)));
        }
        for (int more = 1; more < 100; more++) {
            refused(Arrays.copyOf(packed, packed.length + more));
        }
    }

    /** Whole segments with their own checksums in other places, of other objects, or as if the object ended there. */
    @Test
    void segmentsInOtherPlacesAreNoticed() {
        byte[] plain = plain(3 * SEGMENT);
        byte[] packed = pack(plain, Sealed.OBJECT);
        byte[] swapped = packed.clone();
        System.arraycopy(packed, HEADER, swapped, HEADER + SEGMENT, SEGMENT);
        System.arraycopy(packed, HEADER + SEGMENT, swapped, HEADER, SEGMENT);
        int checks = HEADER + 3 * SEGMENT;
        System.arraycopy(packed, checks, swapped, checks + 4, 4);
        System.arraycopy(packed, checks + 4, swapped, checks, 4);
        refused(swapped);

        byte[] shorter = Arrays.copyOf(packed, HEADER + 2 * SEGMENT + 8);
        System.arraycopy(packed, checks, shorter, HEADER + 2 * SEGMENT, 8);
        refused(shorter);

        byte[] other = pack(plain, new ObjectId(UUID.randomUUID()));
        refused(other);
        System.arraycopy(packed, 0, other, 0, HEADER);
        refused(other);
    }

    @Test
    void aSealedObjectIsNotTakenForAPlainOne() {
        byte[] mixed = Sealed.seal(plain(100));
        System.arraycopy(pack(plain(100), Sealed.OBJECT), 0, mixed, 0, HEADER);
        refused(mixed);
    }

    @Test
    void lengthsThatNoObjectHasAreRefused() {
        for (long stored : new long[] {0, 127, 128, 131, HEADER + SEGMENT + 4 + 1, HEADER + SEGMENT + 4 + 4}) {
            assertThatThrownBy(() -> PlainFormat.plainBytes(stored)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void everyPlainLengthFollowsFromItsStoredLength() throws SealBroken {
        for (long plain : new long[] {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2L * SEGMENT, 5L << 30}) {
            assertThat(PlainFormat.plainBytes(PlainFormat.storedBytes(plain))).isEqualTo(plain);
        }
    }

    private static byte[] plain(int length) {
        return length == 1 ? new byte[] {'0'} : Sealed.plain(length);
    }

    private static void refused(byte[] packed) {
        assertThatThrownBy(() -> open(packed)).isInstanceOf(SealBroken.class);
    }

    private static byte[] pack(byte[] plain, ObjectId object) {
        Workbench bench = new Workbench();
        Packing packing = new PlainPacking(bench, object);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long segments = SealedFormat.segments(plain.length);
        for (int i = 0; i < segments; i++) {
            int length = SealedFormat.plainBytesOfSegment(i, plain.length);
            System.arraycopy(plain, i * SEGMENT, bench.plain, 0, length);
            packing.pack(length, i == segments - 1);
            out.write(bench.sealed, packing.pieceAt(), packing.pieceBytes());
        }
        out.writeBytes(packing.trailer());
        return out.toByteArray();
    }

    private static byte[] open(byte[] packed) throws SealBroken, IOException {
        Workbench bench = new Workbench();
        Unpacking unpacking = Unpacking.open(SealedBytes.of(packed), Sealed.OBJECT, _ -> Optional.empty(), bench);
        return Sealed.range(unpacking, 0, unpacking.plainBytes(), bench);
    }
}
