package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The fields of a header as they stand there, right or wrong: for people who look at an object that may be damaged. Layout in {@code
 * docs/formats/sealed-objects.md}.
 *
 * @param sealed whether it begins as a sealed object; otherwise as a plain one
 * @param format 1
 * @param suite 1 is AES-256-GCM, 0 that of plain objects
 * @param segmentLog2 16, for segments of 64 KiB
 * @param keyId of the space key; zeros in a plain object
 * @param keyVersion likewise 0
 * @param object which it says to be
 * @param checksumFits whether the checksum of the header fits its other bytes
 * @param storedBytes length of the whole object
 * @param plainBytes of its content; empty when no whole object has that length
 */
public record StoredHeader(
        boolean sealed,
        int format,
        int suite,
        int segmentLog2,
        UUID keyId,
        long keyVersion,
        ObjectId object,
        boolean checksumFits,
        long storedBytes,
        OptionalLong plainBytes) {
    private static final byte[] SEALED = "COFSEAL1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_AT = 8;
    private static final int SUITE_AT = 9;
    private static final int SEGMENT_LOG2_AT = 10;
    private static final int KEY_VERSION_AT = 12;
    private static final int KEY_ID_AT = 16;
    private static final int OBJECT_ID_AT = 32;
    private static final int OBJECT_ID_END = 48;
    private static final int CRC_AT = 108;

    /** @return empty when the bytes begin as no object does */
    static Optional<StoredHeader> of(byte[] header, long storedBytes) {
        boolean sealed = Arrays.equals(header, 0, SEALED.length, SEALED, 0, SEALED.length);
        if (!sealed && !PlainHeader.isPlain(header)) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_AT);
        return Optional.of(new StoredHeader(
                sealed,
                Byte.toUnsignedInt(header[FORMAT_AT]),
                Byte.toUnsignedInt(header[SUITE_AT]),
                Byte.toUnsignedInt(header[SEGMENT_LOG2_AT]),
                new UUID(fields.getLong(KEY_ID_AT), fields.getLong(KEY_ID_AT + Long.BYTES)),
                Integer.toUnsignedLong(fields.getInt(KEY_VERSION_AT)),
                ObjectId.of(Arrays.copyOfRange(header, OBJECT_ID_AT, OBJECT_ID_END)),
                fields.getInt(CRC_AT) == (int) crc.getValue(),
                storedBytes,
                plainBytes(sealed, storedBytes)));
    }

    private static OptionalLong plainBytes(boolean sealed, long storedBytes) {
        try {
            return OptionalLong.of(sealed ? SealedFormat.plainBytes(storedBytes) : PlainFormat.plainBytes(storedBytes));
        } catch (SealBroken e) {
            return OptionalLong.empty();
        }
    }
}
