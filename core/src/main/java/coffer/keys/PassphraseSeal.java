package coffer.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a root key with a passphrase: PBKDF2-HMAC-SHA-512 (RFC 8018 section 5.2) over its UTF-8 for the key, AES-256-GCM for the seal. The caller
 * brings the passphrase in normalisation form C. Stateless.
 */
public final class PassphraseSeal {
    public static final int SALT_BYTES = 16;
    public static final int NONCE_BYTES = WrappedKey.NONCE_BYTES;
    /** Nonce, sealed key and tag. */
    public static final int SEALED_BYTES = WrappedKey.BYTES;

    private static final int KEY_BITS = 256;

    private PassphraseSeal() {}

    /**
     * Nonce, ciphertext and tag.
     *
     * @param bound what the seal also vouches for
     */
    public static byte[] seal(byte[] key, char[] passphrase, byte[] salt, int iterations, byte[] nonce, byte[] bound) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, iterations, nonce, bound);
            byte[] sealed = Arrays.copyOf(nonce, SEALED_BYTES);
            cipher.doFinal(key, 0, key.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a root key failed", e);
        }
    }

    /** The key, to be overwritten by the caller; empty when the passphrase is another, or anything was altered. */
    public static Optional<byte[]> open(byte[] sealed, char[] passphrase, byte[] salt, int iterations, byte[] bound) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, passphrase, salt, iterations, nonce, bound)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a root key failed", e);
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, int iterations, byte[] nonce, byte[] bound)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                derived(passphrase, salt, iterations),
                new GCMParameterSpec(WrappedKey.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    /** The JDK takes the passphrase as UTF-8. */
    private static SecretKey derived(char[] passphrase, byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, KEY_BITS);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
        spec.clearPassword();
        try {
            return new SecretKeySpec(key, "AES");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
