package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes one archive, entry after entry. Without {@link #end} no reader takes it for whole; after any failure nothing more is to be
 * called but {@link #close}.
 */
interface ArchiveWriter extends AutoCloseable {

    /** What a file holds. */
    @FunctionalInterface
    interface Content {
        void transfer(OutputStream out) throws IOException;
    }

    /** @param path from the top of the archive, its names separated by slashes and with one at the end */
    void folder(String path, Instant modified) throws IOException;

    /**
     * @param path from the top of the archive
     * @param sizeBytes of the content
     * @throws IOException also when the content turns out longer or shorter
     */
    void file(String path, Instant modified, long sizeBytes, Content content) throws IOException;

    /** Writes what makes the archive whole. */
    void end() throws IOException;

    /** Lets go of what was needed for writing; the stream stays open and gets nothing more. */
    @Override
    void close() throws IOException;
}
