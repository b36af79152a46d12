package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are wanted again when all are there: the first {@value #MEMORY_BYTES} in memory, more of them in a file that has no name
 * any more, so that nothing is left of it when the process ends, however that is. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    static final int MEMORY_BYTES = 64 * 1024;

    private final Path directory;
    private final ByteBuffer memory = ByteBuffer.allocate(MEMORY_BYTES);
    private @Nullable FileChannel file;
    private long bytes;

    /** @param directory where the file is made once it is needed */
    Spool(Path directory) {
        this.directory = directory;
    }

    long bytes() {
        return bytes;
    }

    /** @throws IOException when there is no room */
    void add(ByteBuffer piece) throws IOException {
        bytes += piece.remaining();
        while (piece.hasRemaining()) {
            if (!memory.hasRemaining()) {
                moveToFile();
            }
            int count = Math.min(piece.remaining(), memory.remaining());
            memory.put(piece.slice(piece.position(), count));
            piece.position(piece.position() + count);
        }
    }

    /** Writes all bytes, in the order they came; the spool is spent. */
    void transferTo(OutputStream out) throws IOException {
        FileChannel used = file;
        if (used != null) {
            moveToFile();
            used.position(0);
            while (used.read(memory) >= 0) {
                out.write(memory.array(), 0, memory.position());
                memory.clear();
            }
        } else {
            out.write(memory.array(), 0, memory.position());
        }
    }

    private void moveToFile() throws IOException {
        FileChannel target = file;
        if (target == null) {
            target = unnamed();
            file = target;
        }
        memory.flip();
        while (memory.hasRemaining()) {
            target.write(memory);
        }
        memory.clear();
    }

    private FileChannel unnamed() throws IOException {
        Path path = Files.createTempFile(
                directory,
                "archive-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileChannel opened;
        try {
            opened = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.delete(path);
            throw e;
        }
        Files.delete(path);
        return opened;
    }

    @Override
    public void close() throws IOException {
        FileChannel used = file;
        if (used != null) {
            used.close();
        }
    }
}
