package coffer.keys;

import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * The key above all space keys of an installation. It wraps them; and with a key that it keeps beside, the ring is vouched for. It may lie
 * in a file, or in a device or service that never gives it away. Thread-safe.
 */
public interface RootKey {
    /** Bytes of a key that is wrapped. */
    int KEY_BYTES = 32;

    /** Its public name, printed by status commands and stored with backups. Two root keys never share one. */
    UUID id();

    /**
     * Wraps a key.
     *
     * @param key {@link #KEY_BYTES} bytes
     * @param context must be the same for unwrapping; at most 64 bytes
     * @throws RootKeyAway when the device or service that holds the root key does not answer
     */
    WrappedKey wrap(byte[] key, byte[] context);

    /**
     * The key that {@link #wrap} has wrapped; the caller clears it after use.
     *
     * @throws SealBroken when it was wrapped by another root key, in another context, or was altered
     * @throws RootKeyAway when the device or service that holds the root key does not answer
     */
    byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken;

    /** Vouches for entries and files of the ring, by HMAC-SHA-256. Opens nothing. */
    SecretKey ringKey();

    /** Where it is, for people: a file, or the address of a device or service. Holds no secret. */
    String place();

    /** Whether it lies in a device or service, so that an unwrapped space key is not to be kept for ever. */
    boolean isRemote();
}
