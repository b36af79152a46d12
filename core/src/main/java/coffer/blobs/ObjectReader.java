package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The plain content of one object, at random. Thread-safe; close it after use.
 *
 * <p>Every byte handed out was authenticated. When something is wrong with the object, reading fails and never ends
 * early or with other bytes.
 */
public sealed interface ObjectReader extends AutoCloseable permits SealedReader, ManifestReader {
    ObjectId id();

    /** Plain length. */
    long sizeBytes();

    /**
     * Writes the bytes {@code from} (inclusive) to {@code toExclusive}. Only the segments they lie in are read and opened.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= toExclusive <= sizeBytes()}
     * @throws ObjectDamaged when the object's bytes are not as they were sealed; bytes before the damage were written
     * @throws StorageFailure when the disk fails
     * @throws IOException when {@code out} fails
     */
    void transfer(long from, long toExclusive, OutputStream out) throws IOException;

    @Override
    void close();
}
