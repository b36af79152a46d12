package coffer.kits;

import coffer.keys.RootKey;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * The bytes of a root key outside of its file, and the id that follows from them. Prints its id alone, compares in constant time, and is
 * overwritten when closed. Not thread-safe.
 */
public final class ExportedRootKey implements AutoCloseable {
    public static final int BYTES = RootKey.KEY_BYTES;

    private final UUID id;
    private final byte[] key;
    private boolean closed;

    private ExportedRootKey(UUID id, byte[] key) {
        this.id = id;
        this.key = key;
    }

    /**
     * Takes a copy; the caller overwrites its own.
     *
     * @param key {@link #BYTES} bytes
     * @param rootId gives the id of a root key; keeps nothing of the bytes
     */
    public static ExportedRootKey of(byte[] key, Function<byte[], UUID> rootId) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a root key has " + BYTES + " bytes, not " + key.length);
        }
        return new ExportedRootKey(rootId.apply(key), key.clone());
    }

    /** Its public name. */
    public UUID id() {
        return id;
    }

    /** The bytes of the key; a copy that the caller overwrites after use. */
    public byte[] reveal() {
        if (closed) {
            throw new IllegalStateException("the root key was closed");
        }
        return key.clone();
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        closed = true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExportedRootKey exported
                && id.equals(exported.id)
                && MessageDigest.isEqual(key, exported.key);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "root key " + id + " [secret]";
    }
}
