package coffer.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that grows by whole, durable pieces. After a failed append its end is unknown, and the next one first cuts it
 * back to what is known to be durable: after a failed sync even bytes that can be read may not be on the disk.
 */
final class AppendFile implements AutoCloseable {
    private final Disk disk;
    private final FileChannel channel;
    private long bytes;
    private boolean endUnknown;

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

    /** The durable length. */
    long bytes() {
        return bytes;
    }

    /** Adds all bytes and syncs them; when it throws none of them counts. */
    void append(byte[] piece) throws IOException {
        if (endUnknown) {
            disk.truncate(channel, bytes);
            disk.sync(channel);
            endUnknown = false;
        }
        endUnknown = true;
        channel.position(bytes);
        disk.write(channel, ByteBuffer.wrap(piece));
        disk.sync(channel);
        endUnknown = false;
        bytes += piece.length;
    }

    /** Drops everything from this length on, durably. */
    void cut(long length) throws IOException {
        disk.truncate(channel, length);
        disk.sync(channel);
        bytes = length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
