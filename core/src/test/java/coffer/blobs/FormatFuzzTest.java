package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.KeyFormats;
import coffer.keys.KeyVectors;
import coffer.keys.SealBroken;
import coffer.testkit.LongRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Altered objects, rings and root keys, most of them nearly right: each is refused in order or read as it was written. Nothing else may come out
 * of a parser, and no byte outside of what it was given is asked for.
 */
@Tag("long")
@Tag("long-fuzz")
final class FormatFuzzTest {
    private static final LongRun FUZZ = new LongRun("fuzz");
    private static final int SAMPLE = 20_000;
    private static final int FULL = 1_000_000;
    private static final int CRC_AT = 108;
    private static final int EDITS_MAX = 4;
    private static final int GROWTH_MAX = 300;

    private final byte[] plain = Sealed.plain(3_000);
    private final byte[] sealed = Sealed.seal(plain);
    private final byte[] packed = pack(plain);
    private final byte[] ring = KeyVectors.hexVector("ring-7.cofring.hex");
    private final byte[] root = KeyVectors.vector("root.key").getBytes(StandardCharsets.US_ASCII);

    @Test
    void noInputBreaksAParser() throws Exception {
        long seed = Long.getLong("coffer.fuzz.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int count = FUZZ.count(SAMPLE, FULL);
        int read = 0;
        for (int i = 0; i < count; i++) {
            try {
                read += once(random) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "input " + i + " of seed " + seed + ", which -Dcoffer.fuzz.seed runs again", e);
            }
        }
        assertThat(read).as("inputs that were whole after all").isLessThan(count / 2);
        FUZZ.report(count + " inputs to the parsers of objects, rings and root keys, " + read
                + " of them whole, no crash, no byte read beyond the end, seed " + seed);
    }

    /** Whether the input was read; what is read must be what was written. */
    private boolean once(SplittableRandom random) throws IOException {
        try {
            switch (random.nextInt(5)) {
                case 0 -> assertThat(open(altered(sealed, random))).isEqualTo(plain);
                case 1 -> assertThat(open(altered(packed, random))).isEqualTo(plain);
                case 2 -> KeyFormats.readRing(edited(ring, random), 7);
                case 3 -> KeyFormats.readRoot(edited(root, random));
                default -> lengths(random);
            }
            return true;
        } catch (SealBroken e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    /** Any length at all. */
    private static void lengths(SplittableRandom random) throws SealBroken {
        long length = random.nextLong() >>> random.nextInt(Long.SIZE);
        long whole = random.nextBoolean() ? SealedFormat.plainBytes(length) : PlainFormat.plainBytes(length);
        assertThat(whole).isBetween(0L, length);
    }

    /** Half of the time with a fitting checksum of the header, so that what lies behind it is reached. */
    private static byte[] altered(byte[] object, SplittableRandom random) {
        byte[] altered = edited(object, random);
        if (altered.length >= SealedFormat.HEADER_BYTES && random.nextBoolean()) {
            CRC32C crc = new CRC32C();
            crc.update(altered, 0, CRC_AT);
            ByteBuffer.wrap(altered).putInt(CRC_AT, (int) crc.getValue());
        }
        return altered;
    }

    private static byte[] edited(byte[] original, SplittableRandom random) {
        byte[] edited = original.clone();
        for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
            edited = edit(edited, random);
        }
        return edited;
    }

    private static byte[] edit(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return new byte[random.nextInt(GROWTH_MAX)];
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(GROWTH_MAX));
            }
            case 4 -> {
                int length = Math.min(random.nextInt(GROWTH_MAX), bytes.length - at);
                System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            }
            case 5 -> {
                if (at + Integer.BYTES <= bytes.length) {
                    int[] odd = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()};
                    ByteBuffer.wrap(bytes).putInt(at, odd[random.nextInt(odd.length)]);
                }
            }
            default -> {
                List<byte[]> parts = List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
                System.arraycopy(parts.getLast(), 0, bytes, 0, parts.getLast().length);
                System.arraycopy(parts.getFirst(), 0, bytes, parts.getLast().length, at);
            }
        }
        return bytes;
    }

    private static byte[] open(byte[] bytes) throws SealBroken {
        return Sealed.open(new Guarded(bytes), Sealed.OBJECT, Sealed.KEY);
    }

    private static byte[] pack(byte[] content) {
        Workbench bench = new Workbench();
        Packing packing = new PlainPacking(bench, Sealed.OBJECT);
        System.arraycopy(content, 0, bench.plain, 0, content.length);
        packing.pack(content.length, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bench.sealed, packing.pieceAt(), packing.pieceBytes());
        out.writeBytes(packing.trailer());
        return out.toByteArray();
    }

    /** Fails the test when something outside is asked for. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Guarded(byte[] bytes) implements SealedBytes {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] target, int at, int count) {
            if (position < 0 || count < 0 || position + count > bytes.length) {
                throw new AssertionError(count + " bytes at " + position + " of " + bytes.length);
            }
            System.arraycopy(bytes, (int) position, target, at, count);
        }

        @Override
        public void close() {}
    }
}
