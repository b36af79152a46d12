package coffer.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) under one key. Each part goes in with its length before it, so that no two lists of parts
 * give the same input. Thread-safe.
 */
final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    /** Keyed and never updated; cloning it is cheaper than hashing the key anew each time. */
    private final Mac keyed;

    /**
     * @param key 32 bytes; copied
     */
    KeyedHash(byte[] key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Under a key that nobody knows and that ends with this process. */
    static KeyedHash ephemeral(SecureRandom random) {
        byte[] key = new byte[Digest.BYTES];
        random.nextBytes(key);
        KeyedHash hash = new KeyedHash(key);
        Arrays.fill(key, (byte) 0);
        return hash;
    }

    /** A hash for one purpose, whose results tell nothing about those for another. */
    KeyedHash derive(String purpose) {
        byte[] key = of(purpose.getBytes(StandardCharsets.UTF_8)).bytes();
        KeyedHash hash = new KeyedHash(key);
        Arrays.fill(key, (byte) 0);
        return hash;
    }

    Digest of(byte[]... parts) {
        try {
            Mac mac = (Mac) keyed.clone();
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
                mac.update(part);
            }
            return Digest.of(mac.doFinal());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the runtime's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
