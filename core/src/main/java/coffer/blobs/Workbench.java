package coffer.blobs;

import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Buffers and ciphers for one piece of sealing or unsealing work. Making these costs more than a small object does, and
 * the number of threads is not bounded, so they are kept in {@link Workbenches} and not with the threads. For one thread
 * at a time.
 */
final class Workbench {
    private static final String GCM = "AES/GCM/NoPadding";
    private static final String AES = "AES";
    private static final int TAG_BITS = SealedFormat.TAG_BYTES * Byte.SIZE;
    private static final int BODY_KEY_BYTES = 32;
    private static final byte[] BODY_INFO = "coffer seal body v1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;

    /** The compiler looks at a method after some thousand calls; below some 8 KB the fast path is not taken. */
    private static final int WARM_UP_PIECES = 6_000;

    private static final int WARM_UP_BYTES = 8 * 1024;
    private static final int SEGMENT_NUMBER_AT = 7;
    private static final int LAST_FLAG_AT = 11;

    /** Room for one plain segment and for the one byte that tells whether another follows. */
    final byte[] plain = new byte[SealedFormat.SEGMENT_BYTES + 1];

    /** Room for a header and one sealed segment behind it, so that a small object is one piece. */
    final byte[] sealed = new byte[SealedFormat.HEADER_BYTES + SealedFormat.SEALED_SEGMENT_BYTES];

    private final byte[] nonce = new byte[NONCE_BYTES];
    private final Cipher cipher;
    private final KDF hkdf;

    Workbench() {
        try {
            cipher = Cipher.getInstance(GCM);
            hkdf = KDF.getInstance("HKDF-SHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-GCM or HKDF", e);
        }
    }

    /** Wraps a fresh data key into the header and completes it. */
    void wrap(SealedHeader header, SpaceKey spaceKey, byte[] dataKey) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, spaceKey.key(), new GCMParameterSpec(TAG_BITS, header.wrapNonce()));
            cipher.updateAAD(header.bound());
            header.complete(cipher.doFinal(dataKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("wrapping a data key failed", e);
        }
    }

    /**
     * The data key of an object.
     *
     * @throws SealBroken when header, wrapped key and space key do not belong together
     */
    byte[] unwrap(SealedHeader header, SpaceKey spaceKey) throws SealBroken {
        try {
            cipher.init(Cipher.DECRYPT_MODE, spaceKey.key(), new GCMParameterSpec(TAG_BITS, header.wrapNonce()));
            cipher.updateAAD(header.bound());
            return cipher.doFinal(header.wrappedKey());
        } catch (AEADBadTagException e) {
            throw new SealBroken("its space key does not open its data key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("unwrapping a data key failed", e);
        }
    }

    /** The key of the segments. Overwrites {@code dataKey}, which nobody needs any more. */
    SecretKey bodyKey(SealedHeader header, byte[] dataKey) {
        try {
            byte[] key = hkdf.deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(dataKey)
                    .addSalt(header.bound())
                    .thenExpand(BODY_INFO, BODY_KEY_BYTES));
            try {
                return new SecretKeySpec(key, AES);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("deriving a body key failed", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /**
     * Seals the first {@code length} bytes of {@link #plain} into {@link #sealed}, behind the room for a header.
     *
     * @return bytes of the sealed segment
     */
    int seal(SecretKey bodyKey, long segment, boolean last, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, bodyKey, nonce(segment, last));
            return cipher.doFinal(plain, 0, length, sealed, SealedFormat.HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a segment failed", e);
        }
    }

    /**
     * Opens a segment whose {@code length} sealed bytes stand in {@link #sealed} from {@code from} on.
     *
     * @return plain bytes, in {@code target} from {@code at} on
     * @throws SealBroken when a bit of it, its place or its being the last is not as it was sealed
     */
    int open(SecretKey bodyKey, long segment, boolean last, int from, int length, byte[] target, int at)
            throws SealBroken {
        try {
            cipher.init(Cipher.DECRYPT_MODE, bodyKey, nonce(segment, last));
            return cipher.doFinal(sealed, from, length, target, at);
        } catch (AEADBadTagException e) {
            throw new SealBroken("segment " + segment + " is not as it was sealed", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a segment failed", e);
        }
    }

    /** Runs both directions often enough for the JDK to compile them, in pieces large enough for its fast path. */
    void warmUp(SecureRandom random) {
        byte[] key = new byte[BODY_KEY_BYTES];
        random.nextBytes(key);
        SecretKey bodyKey = new SecretKeySpec(key, AES);
        try {
            for (int i = 0; i < WARM_UP_PIECES; i++) {
                int sealedBytes = seal(bodyKey, i, false, WARM_UP_BYTES);
                open(bodyKey, i, false, SealedFormat.HEADER_BYTES, sealedBytes, plain, 0);
            }
        } catch (SealBroken e) {
            throw new IllegalStateException("this Java runtime does not open what it has sealed", e);
        }
    }

    /** Seven zero bytes, the segment's number, and whether it is the last. Safe because every object has its own key. */
    private GCMParameterSpec nonce(long segment, boolean last) {
        ByteBuffer.wrap(nonce).putInt(SEGMENT_NUMBER_AT, (int) segment);
        nonce[LAST_FLAG_AT] = (byte) (last ? 1 : 0);
        return new GCMParameterSpec(TAG_BITS, nonce);
    }
}
