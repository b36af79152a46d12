package coffer.blobs;

import coffer.keys.SealBroken;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum of stored bytes, in either of the forms that rows have: {@link SealedCheck}, and SHA-256 in older ones. Stateless. */
final class StoredCheck {
    /** Of SHA-256. */
    static final int OLDER_BYTES = 32;

    private StoredCheck() {}

    static boolean isKnown(int checkBytes) {
        return checkBytes == SealedCheck.BYTES || checkBytes == OLDER_BYTES;
    }

    /**
     * Reads all bytes.
     *
     * @param checkBytes the length of the checksum, which tells its form
     * @param buffer of any length, to read with
     * @throws SealBroken when they end before their length
     */
    static byte[] of(SealedBytes source, int checkBytes, byte[] buffer) throws SealBroken {
        if (checkBytes == SealedCheck.BYTES) {
            SealedCheck check = new SealedCheck();
            each(source, buffer, check::update);
            return check.value();
        }
        MessageDigest digest = sha256();
        each(source, buffer, digest::update);
        return digest.digest();
    }

    /** Takes pieces in order. */
    @FunctionalInterface
    interface Pieces {
        void take(byte[] bytes, int at, int count);
    }

    static void each(SealedBytes source, byte[] buffer, Pieces pieces) throws SealBroken {
        long length = source.length();
        for (long position = 0; position < length; position += buffer.length) {
            int count = (int) Math.min(buffer.length, length - position);
            source.read(position, buffer, 0, count);
            pieces.take(buffer, 0, count);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
