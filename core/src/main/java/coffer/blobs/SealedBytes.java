package coffer.blobs;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;

/** The bytes of one sealed object, wherever they lie. Reading does not move anything; thread-safe. */
public interface SealedBytes extends AutoCloseable {
    long length();

    /**
     * Reads exactly {@code count} bytes.
     *
     * @throws SealBroken when the object ends before that
     * @throws StorageFailure when the disk fails
     */
    void read(long position, byte[] target, int at, int count) throws SealBroken;

    @Override
    void close();

    /** An object that lies in memory, as inline ones do once their row is read. The array is not copied. */
    static SealedBytes of(byte[] bytes) {
        return new SealedBytes() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void read(long position, byte[] target, int at, int count) throws SealBroken {
                if (position + count > bytes.length) {
                    throw new SealBroken("it ends after " + bytes.length + " bytes");
                }
                System.arraycopy(bytes, (int) position, target, at, count);
            }

            @Override
            public void close() {}
        };
    }
}
