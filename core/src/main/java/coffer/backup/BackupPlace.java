package coffer.backup;

import coffer.blobs.BlobStore;
import java.util.List;
import java.util.Optional;

/**
 * Where backups lie: objects, and small files beside them. It knows nothing of what is in them. Thread-safe.
 *
 * <p>Failures are {@link coffer.disk.StorageFailure}s. A failed call may be repeated.
 */
public interface BackupPlace extends AutoCloseable {
    /** Longest small file. */
    int FILE_BYTES_MAX = 64 * 1024 * 1024;

    /** Objects as they are in an installation, and the sealed pieces of rows. */
    BlobStore objects();

    /**
     * The small files of a directory, by name, in order; none when it is not there.
     *
     * @param directory a single word
     */
    List<String> files(String directory);

    /** A small file; empty when it is not there. */
    Optional<byte[]> read(String directory, String name);

    /** Writes a small file; whole and durable when this returns, and what had that name before is gone. */
    void write(String directory, String name, byte[] bytes);

    /** Removes a small file, if it is there. */
    void remove(String directory, String name);

    /** Where this is, for people. Holds no secret. */
    String place();

    @Override
    void close();
}
