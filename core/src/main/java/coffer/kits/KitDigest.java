package coffer.kits;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Checksums of the forms of a kit: the first bytes of a SHA-256. */
final class KitDigest {
    private KitDigest() {}

    /** The first {@code count} bytes of the digest of the first {@code length} bytes. */
    static byte[] first(int count, byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return Arrays.copyOf(digest.digest(), count);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
