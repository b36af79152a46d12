package coffer.blobs;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of an object that is a file. */
record FileBytes(Path path, FileChannel channel, long length) implements SealedBytes {
    private static final Logger LOG = LoggerFactory.getLogger(FileBytes.class);

    /** @throws java.nio.file.NoSuchFileException when there is no such file */
    static FileBytes open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FileBytes(path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void read(long position, byte[] target, int at, int count) throws SealBroken {
        ByteBuffer buffer = ByteBuffer.wrap(target, at, count);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + count - buffer.remaining()) < 0) {
                    throw new SealBroken("its file " + path + " ends too early");
                }
            }
        } catch (IOException e) {
            throw new StorageFailure("reading " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through it, so nothing can have been lost.
            LOG.warn("closing {} failed: {}", path, e.toString());
        }
    }
}
