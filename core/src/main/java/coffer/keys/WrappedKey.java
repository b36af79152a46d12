package coffer.keys;

/**
 * A key as a root key has wrapped it with AES-256-GCM: nonce (12 bytes), ciphertext (32), tag (16). The array is not copied.
 *
 * @param keyVersion which version of its key a service has used, 1 to 65,535; 0 where there are no versions
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and never seen outside of this package and the adapters
public record WrappedKey(int keyVersion, byte[] bytes) {
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;
    public static final int BYTES = NONCE_BYTES + RootKey.KEY_BYTES + TAG_BYTES;

    private static final int VERSION_MAX = 0xffff;

    public WrappedKey {
        if (bytes.length != BYTES || keyVersion < 0 || keyVersion > VERSION_MAX) {
            throw new IllegalArgumentException(
                    "no wrapped key has " + bytes.length + " bytes and version " + keyVersion);
        }
    }
}
