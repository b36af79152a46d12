package coffer.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that grows by whole, durable pieces. What lies behind its durable end, a piece that failed or that a crash has
 * cut short, is written over by the next piece and cut off only when that is durable: so the note of what was dropped
 * takes the place of what was dropped.
 */
final class AppendFile implements AutoCloseable {
    private final Disk disk;
    private final FileChannel channel;
    private long bytes;

    private AppendFile(Disk disk, FileChannel channel, long bytes) {
        this.disk = disk;
        this.channel = channel;
        this.bytes = bytes;
    }

    /** Opens the file, or makes it, to go on at its end. */
    static AppendFile open(Path file, Disk disk) throws IOException {
        FileChannel channel = PrivateFiles.append(file);
        return new AppendFile(disk, channel, channel.size());
    }

    /** Opens the file to go on at this offset; what lies behind it does not count. */
    static AppendFile openAt(Path file, long durableBytes, Disk disk) throws IOException {
        return new AppendFile(disk, PrivateFiles.append(file), durableBytes);
    }

    /** The durable length. */
    long bytes() {
        return bytes;
    }

    /**
     * Adds all bytes and syncs them. When it throws none of them counts, and the next piece takes their place: after a
     * failed sync even bytes that can be read may not be on the disk.
     */
    void append(byte[] piece) throws IOException {
        channel.position(bytes);
        disk.write(channel, ByteBuffer.wrap(piece));
        disk.sync(channel);
        cutAt(bytes + piece.length);
        bytes += piece.length;
    }

    /** Cuts off what lies behind the durable end. */
    void cut() throws IOException {
        cutAt(bytes);
    }

    private void cutAt(long end) throws IOException {
        if (channel.size() > end) {
            disk.truncate(channel, end);
            disk.sync(channel);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
