package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Lengths and checksums of the plain format {@code COFPLAIN}: the header, the content as it is, and a CRC-32C for each segment of 64 KiB. See
 * {@code docs/formats/sealed-objects.md}.
 */
final class PlainFormat {
    static final int SEGMENT_BYTES = SealedFormat.SEGMENT_BYTES;
    static final int CHECK_BYTES = 4;

    private static final int ID_BYTES = 16;
    private static final int BOUND_BYTES = ID_BYTES + Long.BYTES + 1;

    private PlainFormat() {}

    static long storedBytes(long plainBytes) {
        return trailerAt(plainBytes) + SealedFormat.segments(plainBytes) * CHECK_BYTES;
    }

    /** Where the checksums begin. */
    static long trailerAt(long plainBytes) {
        return SealedFormat.HEADER_BYTES + plainBytes;
    }

    /**
     * Plain bytes of an object of this length.
     *
     * @throws SealBroken when the writer makes no object of this length
     */
    static long plainBytes(long storedBytes) throws SealBroken {
        long body = storedBytes - SealedFormat.HEADER_BYTES;
        if (body < CHECK_BYTES) {
            throw new SealBroken("its " + storedBytes + " bytes are too few for a header and one checksum");
        }
        long segments = (body - 1) / (SEGMENT_BYTES + CHECK_BYTES) + 1;
        long plain = body - segments * CHECK_BYTES;
        if (plain < 0 || segments > SealedFormat.SEGMENTS_MAX || SealedFormat.segments(plain) != segments) {
            throw new SealBroken("no whole object has " + storedBytes + " bytes");
        }
        return plain;
    }

    /** Over the object's id, the segment's number, whether it is the last, and its bytes. */
    static int check(ObjectId object, long segment, boolean last, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(BOUND_BYTES)
                .put(object.bytes())
                .putLong(segment)
                .put((byte) (last ? 1 : 0))
                .flip());
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
