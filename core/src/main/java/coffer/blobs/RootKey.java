package coffer.blobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key above all space keys of an installation. It wraps them and vouches for the entries of the ring; both with keys
 * derived from it, never with itself. Thread-safe.
 *
 * <p>Its id is derived from it as well, so that a ring tells which root key it needs and a key cannot claim to be
 * another.
 */
final class RootKey {
    static final int BYTES = 32;
    static final int MAC_BYTES = 32;

    /** Nonce, wrapped key of 32 bytes, tag. */
    static final int WRAPPED_BYTES = 12 + 32 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String WRAP_CONTEXT = "coffer space key v1";
    private static final String HMAC = "HmacSHA256";

    private final UUID id;
    private final SecretKey wrapKey;
    private final SecretKey macKey;

    /** Takes a copy of the 32 bytes. */
    RootKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a root key has " + BYTES + " bytes");
        }
        try {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            ByteBuffer idBytes = ByteBuffer.wrap(derive(hkdf, key, "coffer root id v1", 16));
            id = new UUID(idBytes.getLong(), idBytes.getLong());
            wrapKey = new SecretKeySpec(derive(hkdf, key, "coffer root wrap v1", BYTES), "AES");
            macKey = new SecretKeySpec(derive(hkdf, key, "coffer ring mac v1", BYTES), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HKDF", e);
        }
    }

    UUID id() {
        return id;
    }

    /** Wraps a space key; its name is bound to it. */
    byte[] wrap(byte[] spaceKey, KeyName name, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, name);
            return ByteBuffer.allocate(WRAPPED_BYTES)
                    .put(nonce)
                    .put(cipher.doFinal(spaceKey))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("wrapping a space key failed", e);
        }
    }

    /**
     * The space key that {@link #wrap} has wrapped.
     *
     * @throws SealBroken when it was wrapped by another root key, under another name, or was altered
     */
    SecretKey unwrap(byte[] wrapped, KeyName name) throws SealBroken {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE_BYTES), name);
            byte[] key = cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
            try {
                return new SecretKeySpec(key, "AES");
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (AEADBadTagException e) {
            throw new SealBroken("the root key does not open space key " + name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("unwrapping a space key failed", e);
        }
    }

    /** HMAC-SHA256 over what the ring has to vouch for, separated by purpose. */
    Mac mac(String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(macKey);
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "root key " + id + " [secret]";
    }

    private Cipher cipher(int mode, byte[] nonce, KeyName name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, wrapKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(WRAP_CONTEXT.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer bound = ByteBuffer.allocate(KeyName.BYTES);
        name.put(bound);
        cipher.updateAAD(bound.flip());
        return cipher;
    }

    private static byte[] derive(KDF hkdf, byte[] key, String info, int bytes) throws GeneralSecurityException {
        return hkdf.deriveData(
                HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(info.getBytes(StandardCharsets.US_ASCII), bytes));
    }
}
