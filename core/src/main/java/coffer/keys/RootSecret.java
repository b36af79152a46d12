package coffer.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A root key whose 32 bytes this process knows: they came from a file. It wraps with keys derived from them, never with themselves. Its id
 * is derived as well, so that a ring tells which root key it needs and a key cannot claim to be another.
 */
final class RootSecret implements RootKey {
    private static final int ID_BYTES = 16;
    private static final int TAG_BITS = WrappedKey.TAG_BYTES * Byte.SIZE;

    private final UUID id;
    private final SecretKey wrapKey;
    private final SecretKey ringKey;
    private final SecureRandom random;
    private final String place;

    /** Takes a copy of the 32 bytes. */
    RootSecret(byte[] key, SecureRandom random, String place) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a root key has " + KEY_BYTES + " bytes");
        }
        this.random = random;
        this.place = place;
        try {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            ByteBuffer idBytes = ByteBuffer.wrap(derive(hkdf, key, "coffer root id v1", ID_BYTES));
            id = new UUID(idBytes.getLong(), idBytes.getLong());
            wrapKey = new SecretKeySpec(derive(hkdf, key, "coffer root wrap v1", KEY_BYTES), "AES");
            ringKey = new SecretKeySpec(derive(hkdf, key, "coffer ring mac v1", KEY_BYTES), RingMac.ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HKDF", e);
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        byte[] nonce = new byte[WrappedKey.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return new WrappedKey(
                    0,
                    ByteBuffer.allocate(WrappedKey.BYTES)
                            .put(nonce)
                            .put(cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(key))
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("wrapping a key failed", e);
        }
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken {
        byte[] bytes = wrapped.bytes();
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, WrappedKey.NONCE_BYTES), context)
                    .doFinal(bytes, WrappedKey.NONCE_BYTES, bytes.length - WrappedKey.NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new SealBroken("root key " + id + " does not open it", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("unwrapping a key failed", e);
        }
    }

    @Override
    public SecretKey ringKey() {
        return ringKey;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public String toString() {
        return "root key " + id + " [secret]";
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, wrapKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private static byte[] derive(KDF hkdf, byte[] key, String info, int bytes) throws GeneralSecurityException {
        return hkdf.deriveData(
                HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(info.getBytes(StandardCharsets.US_ASCII), bytes));
    }
}
