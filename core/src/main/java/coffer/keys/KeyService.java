package coffer.keys;

/**
 * A device or service that wraps keys with a key that it never gives away: the port of {@code adapters/pkcs11} and {@code adapters/kms}.
 * AES-256-GCM with a nonce of 12 bytes and a tag of 16, so that what it returns has the same shape wherever it comes from. Thread-safe;
 * reconnects by itself after a failure.
 */
public interface KeyService extends AutoCloseable {
    /**
     * Wraps {@link RootKey#KEY_BYTES} bytes.
     *
     * @param context additional data that is authenticated with the key and not stored
     * @throws RootKeyAway when it does not answer, or refuses for a reason that an operator can mend; says which
     */
    WrappedKey wrap(byte[] key, byte[] context);

    /**
     * The bytes that {@link #wrap} was given.
     *
     * @throws SealBroken when they were wrapped by another key, with another context, or were altered
     * @throws RootKeyAway as {@link #wrap}
     */
    byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken;

    /** Where it is, without secrets. */
    String place();

    @Override
    void close();
}
