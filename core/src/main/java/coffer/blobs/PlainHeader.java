package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a plain object: those of a sealed one with another magic and zeros in the fields of keys, so that nothing a person
 * uploads can be taken for a header. Stateless.
 */
final class PlainHeader {
    private static final byte[] MAGIC = "COFPLAIN".getBytes(StandardCharsets.US_ASCII);
    private static final byte FORMAT = 1;
    private static final byte SEGMENT_LOG2 = 16;
    private static final int OBJECT_ID_AT = 32;
    private static final int ID_BYTES = 16;
    private static final int CRC_AT = 108;

    private PlainHeader() {}

    static boolean isPlain(byte[] header) {
        return Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static byte[] of(ObjectId object) {
        ByteBuffer header = ByteBuffer.allocate(SealedFormat.HEADER_BYTES)
                .put(MAGIC)
                .put(FORMAT)
                .put((byte) 0)
                .put(SEGMENT_LOG2)
                .put(OBJECT_ID_AT, object.bytes());
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, CRC_AT);
        return header.putInt(CRC_AT, (int) crc.getValue()).array();
    }

    /**
     * The object that a header names. There is exactly one header for each, so every byte counts.
     *
     * @param bytes at least 128
     * @throws SealBroken when it is not as the writer writes it
     */
    static ObjectId parse(byte[] bytes) throws SealBroken {
        ObjectId object = ObjectId.of(Arrays.copyOfRange(bytes, OBJECT_ID_AT, OBJECT_ID_AT + ID_BYTES));
        if (!Arrays.equals(of(object), 0, SealedFormat.HEADER_BYTES, bytes, 0, SealedFormat.HEADER_BYTES)) {
            throw new SealBroken("its header is not that of a plain object of this version");
        }
        return object;
    }
}
