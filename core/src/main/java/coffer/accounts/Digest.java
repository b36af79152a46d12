package coffer.accounts;

import java.nio.ByteBuffer;

/** 32 bytes of a keyed hash, compared by content. Not secret: without the key it tells nothing of what was hashed. */
record Digest(long a, long b, long c, long d) {
    static final int BYTES = 32;

    static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has " + BYTES + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }
}
