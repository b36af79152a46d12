package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a sealed object. Parsing refuses everything the writer would not have written, before any key
 * is used.
 */
final class SealedHeader {
    static final int WRAP_NONCE_BYTES = 12;
    static final int WRAPPED_KEY_BYTES = 48;

    /** Bytes 0–47 are authenticated with the wrapped data key and salt the body key. */
    static final int BOUND_BYTES = 48;

    static final int WRAP_NONCE_AT = 48;
    static final int WRAPPED_KEY_AT = 60;

    private static final byte[] MAGIC = "COFSEAL1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int SUITE_AES_256_GCM = 1;
    private static final int SEGMENT_LOG2 = 16;
    private static final int FORMAT_AT = 8;
    private static final int SUITE_AT = 9;
    private static final int SEGMENT_LOG2_AT = 10;
    private static final int ZERO_AT = 11;
    private static final int KEY_VERSION_AT = 12;
    private static final int KEY_ID_AT = 16;
    private static final int OBJECT_ID_AT = 32;
    private static final int ID_BYTES = 16;
    private static final int CRC_AT = 108;
    private static final int RESERVED_AT = 112;

    private final byte[] bytes;

    private SealedHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A header for a new object; its wrapped key and checksum are still to come. */
    static SealedHeader of(KeyName spaceKey, ObjectId object, byte[] wrapNonce) {
        if (wrapNonce.length != WRAP_NONCE_BYTES) {
            throw new IllegalArgumentException("a wrap nonce has " + WRAP_NONCE_BYTES + " bytes");
        }
        byte[] bytes = new byte[SealedFormat.HEADER_BYTES];
        ByteBuffer.wrap(bytes)
                .put(MAGIC)
                .put((byte) FORMAT)
                .put((byte) SUITE_AES_256_GCM)
                .put((byte) SEGMENT_LOG2)
                .put((byte) 0)
                .putInt(spaceKey.version())
                .putLong(spaceKey.id().getMostSignificantBits())
                .putLong(spaceKey.id().getLeastSignificantBits())
                .put(object.bytes())
                .put(wrapNonce);
        return new SealedHeader(bytes);
    }

    /**
     * Reads a header.
     *
     * @param bytes at least 128; the header takes a copy
     * @throws SealBroken at the first byte that is not as the writer writes it
     */
    static SealedHeader parse(byte[] bytes) throws SealBroken {
        if (bytes.length < SealedFormat.HEADER_BYTES) {
            throw new SealBroken("its header is cut off");
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new SealBroken("it does not start as a sealed object does");
        }
        require(bytes[FORMAT_AT] == FORMAT, "its format is unknown");
        require(bytes[SUITE_AT] == SUITE_AES_256_GCM, "its cipher suite is unknown");
        require(bytes[SEGMENT_LOG2_AT] == SEGMENT_LOG2, "its segment size is unknown");
        require(bytes[ZERO_AT] == 0, "byte 11 of its header is not zero");
        for (int i = RESERVED_AT; i < SealedFormat.HEADER_BYTES; i++) {
            require(bytes[i] == 0, "a reserved byte of its header is not zero");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        require(buffer.getInt(CRC_AT) == crc(bytes), "the checksum of its header does not fit");
        require(buffer.getInt(KEY_VERSION_AT) > 0, "its space key version is out of range");
        return new SealedHeader(Arrays.copyOf(bytes, SealedFormat.HEADER_BYTES));
    }

    KeyName spaceKey() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID id = new UUID(buffer.getLong(KEY_ID_AT), buffer.getLong(KEY_ID_AT + Long.BYTES));
        return new KeyName(id, buffer.getInt(KEY_VERSION_AT));
    }

    ObjectId object() {
        return ObjectId.of(Arrays.copyOfRange(bytes, OBJECT_ID_AT, OBJECT_ID_AT + ID_BYTES));
    }

    /** The bytes that both the wrapped key and the body key are bound to; a copy. */
    byte[] bound() {
        return Arrays.copyOf(bytes, BOUND_BYTES);
    }

    byte[] wrapNonce() {
        return Arrays.copyOfRange(bytes, WRAP_NONCE_AT, WRAP_NONCE_AT + WRAP_NONCE_BYTES);
    }

    byte[] wrappedKey() {
        return Arrays.copyOfRange(bytes, WRAPPED_KEY_AT, WRAPPED_KEY_AT + WRAPPED_KEY_BYTES);
    }

    /** Completes a new header. */
    void complete(byte[] wrappedKey) {
        if (wrappedKey.length != WRAPPED_KEY_BYTES) {
            throw new IllegalArgumentException("a wrapped data key has " + WRAPPED_KEY_BYTES + " bytes");
        }
        System.arraycopy(wrappedKey, 0, bytes, WRAPPED_KEY_AT, WRAPPED_KEY_BYTES);
        ByteBuffer.wrap(bytes).putInt(CRC_AT, crc(bytes));
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, SealedFormat.HEADER_BYTES);
    }

    private static int crc(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_AT);
        return (int) crc.getValue();
    }

    private static void require(boolean holds, String otherwise) throws SealBroken {
        if (!holds) {
            throw new SealBroken(otherwise);
        }
    }
}
