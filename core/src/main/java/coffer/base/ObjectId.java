package coffer.base;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * A content object. Random (RFC 9562 version 4), so that objects of several installations can lie in one store and an id
 * says nothing about its owner.
 */
public record ObjectId(UUID value) {
    private static final int BYTES = 16;
    private static final int IN_ORDER = 7;

    public static ObjectId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        return of(bytes);
    }

    /**
     * An id that sorts behind those of earlier milliseconds: version 7 of RFC 9562, section 5.7, with 74 random bits. Rows and index entries
     * of things that are made one after the other then lie together.
     *
     * @param millis now, since 1970
     */
    public static ObjectId inOrder(long millis, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putShort((short) (millis >>> 32)).putInt((int) millis);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | IN_ORDER << 4);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        return of(bytes);
    }

    /** An id behind all those of {@link #inOrder} of this millisecond and of earlier ones; that of no object. */
    public static ObjectId lastOf(long millis) {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) 0xff);
        ByteBuffer.wrap(bytes).putShort((short) (millis >>> 32)).putInt((int) millis);
        return of(bytes);
    }

    /** Whether it begins with a time, so that its first digits are those of many others. */
    public boolean isInOrder() {
        return value.version() == IN_ORDER;
    }

    /** The id of these 16 bytes, most significant first. */
    public static ObjectId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an object id has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new ObjectId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** Sixteen bytes, most significant first; a new array each time. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
