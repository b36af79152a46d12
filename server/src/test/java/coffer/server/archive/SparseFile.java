package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Writes a file in which long pieces of zeros take no room on the disk. */
final class SparseFile extends OutputStream {
    private static final byte[] NOTHING = new byte[256 * 1024];

    private final FileChannel channel;
    private long position;

    SparseFile(Path path) throws IOException {
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    long position() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        boolean zeros = length <= NOTHING.length && Arrays.equals(bytes, offset, offset + length, NOTHING, 0, length);
        if (!zeros) {
            channel.write(ByteBuffer.wrap(bytes, offset, length), position);
        }
        position += length;
    }

    @Override
    public void close() throws IOException {
        if (channel.size() < position) {
            channel.write(ByteBuffer.allocate(1), position - 1);
        }
        channel.close();
    }
}
