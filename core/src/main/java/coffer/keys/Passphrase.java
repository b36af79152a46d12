package coffer.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a root key with a passphrase: PBKDF2 with HMAC-SHA-512 (RFC 8018, section 5.2) over its NFC form in UTF-8, then AES-256-GCM. Stateless.
 */
final class Passphrase {
    /** About half a second on one processor of 2026. */
    static final int ITERATIONS = 1_000_000;

    /** What a reader accepts: fewer would be a way to weaken a file, more a way to keep a start busy. */
    static final int ITERATIONS_MIN = 100_000;

    static final int ITERATIONS_MAX = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = WrappedKey.TAG_BYTES * Byte.SIZE;

    private Passphrase() {}

    /** The text of a root key file. */
    static String seal(UUID id, byte[] key, String passphrase, SecureRandom random, Instant now) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] sealed = new byte[WrappedKey.BYTES];
        random.nextBytes(salt);
        byte[] nonce = new byte[WrappedKey.NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, nonce.length);
        String before = RootKeyText.beforeSealed(id, now, ITERATIONS, salt);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, derive(passphrase, salt, ITERATIONS), nonce, before);
            cipher.doFinal(key, 0, key.length, sealed, nonce.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a root key failed", e);
        }
        return RootKeyText.sealed(before, sealed);
    }

    /**
     * The 32 bytes of a root key; the caller clears them.
     *
     * @throws SealBroken when the passphrase is not the one
     */
    static byte[] open(RootKeyText.Content.Sealed file, String passphrase) throws SealBroken {
        if (file.iterations() < ITERATIONS_MIN || file.iterations() > ITERATIONS_MAX) {
            throw new SealBroken("it is altered: it asks for " + file.iterations() + " rounds");
        }
        byte[] sealed = file.sealed();
        try {
            SecretKey key = derive(passphrase, file.salt(), file.iterations());
            byte[] nonce = Arrays.copyOf(sealed, WrappedKey.NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, file.bound())
                    .doFinal(sealed, nonce.length, sealed.length - nonce.length);
        } catch (AEADBadTagException e) {
            throw new SealBroken("the passphrase does not open it", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a root key failed", e);
        }
    }

    private static SecretKey derive(String passphrase, byte[] salt, int iterations) throws GeneralSecurityException {
        char[] characters =
                Normalizer.normalize(passphrase, Normalizer.Form.NFC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, RootKey.KEY_BYTES * Byte.SIZE);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            SecretKey derived = new SecretKeySpec(key, "AES");
            Arrays.fill(key, (byte) 0);
            return derived;
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
