package coffer.systemtests.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads the operation log that the preloaded library writes, in the order in which things happened.
 *
 * <p>The process was killed, so the last record may be cut; it is left out, and the change it would have named counts as one that the
 * disk never saw, which is allowed because nobody was told of it.
 */
final class DiskLog implements AutoCloseable {

    private static final int HEAD_BYTES = 40;
    private static final int S_IFMT = 0170000;
    private static final int S_IFDIR = 0040000;
    private static final int PERMISSION_BITS = 07777;

    private final FileChannel channel;
    private long at;

    private DiskLog(FileChannel channel) {
        this.channel = channel;
    }

    /** What happened, and where in the log it stands; a {@link Sync} names such a place. */
    sealed interface Operation {
        long at();
    }

    /** Bytes were written; they stand in the log from {@code payloadAt}. */
    record Write(long at, long inode, long offset, long payloadAt, long bytes) implements Operation {}

    record Truncate(long at, long inode, long sizeBytes) implements Operation {}

    /** A sync of the file or directory succeeded; what the log holds for it before {@code covered} is durable. */
    record Sync(long at, long inode, long covered) implements Operation {}

    /** A name came into being for a new file or directory. */
    record Create(long at, long directory, String name, long child, boolean isDirectory, int permissions)
            implements Operation {}

    /** A further name came into being for a file that has one. */
    record Link(long at, long directory, String name, long child) implements Operation {}

    record Leave(long at, long directory, String name) implements Operation {}

    record Rename(long at, long fromDirectory, String from, long toDirectory, String to, long child)
            implements Operation {}

    record Mode(long at, long inode, int permissions) implements Operation {}

    /** A file outside the directory was given this number; what is said of it from here on is not about the directory. */
    record Forget(long at, long inode) implements Operation {}

    /** The process did something that the log cannot express. */
    record Blind(long at, String call) implements Operation {}

    static DiskLog open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return new DiskLog(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Returns the next operation, or empty at the end or at a record that the kill cut. */
    Optional<Operation> next() throws IOException {
        if (channel.size() - at < HEAD_BYTES) {
            return Optional.empty();
        }
        var head = read(at, HEAD_BYTES);
        long bytes = head.getLong();
        int kind = Math.toIntExact(head.getLong());
        long inode = head.getLong();
        long a = head.getLong();
        long b = head.getLong();
        if (channel.size() - at < bytes) {
            return Optional.empty();
        }
        long start = at;
        long payloadAt = at + HEAD_BYTES;
        long payloadBytes = bytes - HEAD_BYTES;
        at += bytes;
        return Optional.of(
                switch (kind) {
                    case 1 -> new Write(start, inode, a, payloadAt, payloadBytes);
                    case 2 -> new Truncate(start, inode, a);
                    case 3 -> new Sync(start, inode, a);
                    case 4 -> {
                        var name = text(payloadAt, payloadBytes);
                        yield b == 0
                                ? new Link(start, inode, name, a)
                                : new Create(start, inode, name, a, (b & S_IFMT) == S_IFDIR, permissions(b));
                    }
                    case 5 -> new Leave(start, inode, text(payloadAt, payloadBytes));
                    case 6 -> {
                        var names = text(payloadAt, payloadBytes);
                        int cut = names.indexOf('\0');
                        yield new Rename(start, inode, names.substring(0, cut), a, names.substring(cut + 1), b);
                    }
                    case 7 -> new Mode(start, inode, permissions(a));
                    case 8 -> new Forget(start, inode);
                    case 9 -> new Blind(start, text(payloadAt, payloadBytes));
                    default -> throw new IllegalStateException("kind " + kind + " at " + start + " of the log");
                });
    }

    /** Reads bytes of a {@link Write}. */
    ByteBuffer read(long from, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    private String text(long from, long bytes) throws IOException {
        return StandardCharsets.UTF_8.decode(read(from, Math.toIntExact(bytes))).toString();
    }

    private static int permissions(long mode) {
        return (int) mode & PERMISSION_BITS;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
