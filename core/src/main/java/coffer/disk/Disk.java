package coffer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The few operations with which content and keys change the disk. One implementation is the disk; the other, in the tests,
 * fails at its first, second, third … operation.
 */
public interface Disk {
    /** Makes an empty file that only this user may read, and opens it for writing. The file must not exist. */
    NewFile create(Path file) throws IOException;

    /** Gives a file its final name at once, replacing what had that name. Durable after {@link #forceDirectory}. */
    void rename(Path from, Path to) throws IOException;

    /** Makes a directory, unless it is there already. Durable after {@link #forceDirectory} of its parent. */
    void makeDirectory(Path directory) throws IOException;

    /** Makes the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /** Removes a file, if it is there. */
    void delete(Path file) throws IOException;

    /** The directory that holds the name of this file or directory. */
    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent != null ? parent : path.getRoot();
    }

    /** A file being written from start to end. */
    interface NewFile extends Closeable {
        /** Writes all of the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes content and length durable. */
        void force() throws IOException;

        /** The length the file has on the disk. */
        long length() throws IOException;
    }
}
