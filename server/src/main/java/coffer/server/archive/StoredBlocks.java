package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Content as a deflate stream of stored blocks (RFC 1951, section 3.2.4): nothing is compressed, and a reader that does not know the
 * length beforehand still finds the end. How long the stream becomes follows from the length of the content.
 */
final class StoredBlocks extends OutputStream {
    /** The length of a block has 16 bits. */
    static final int BLOCK_BYTES = 0xFFFF;

    /** Three bits that say what block it is, filled up, and its length twice. */
    static final int HEADER_BYTES = 5;

    private final OutputStream out;
    private final CRC32 crc = new CRC32();
    private long left;
    private int blockLeft;

    /** @param sizeBytes of the content, at least one */
    StoredBlocks(OutputStream out, long sizeBytes) {
        this.out = out;
        this.left = sizeBytes;
    }

    /** How many bytes content of this length becomes. */
    static long length(long sizeBytes) {
        return sizeBytes + HEADER_BYTES * Math.ceilDiv(sizeBytes, BLOCK_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > left) {
            throw new IOException("The content is longer than it was said to be.");
        }
        crc.update(bytes, offset, length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (blockLeft == 0) {
                beginBlock();
            }
            int count = Math.min(end - at, blockLeft);
            out.write(bytes, at, count);
            at += count;
            blockLeft -= count;
            left -= count;
        }
    }

    private void beginBlock() throws IOException {
        blockLeft = (int) Math.min(left, BLOCK_BYTES);
        boolean last = blockLeft == left;
        int inverted = ~blockLeft;
        out.write(
                new byte[] {
                    (byte) (last ? 1 : 0),
                    (byte) blockLeft,
                    (byte) (blockLeft >> 8),
                    (byte) inverted,
                    (byte) (inverted >> 8)
                },
                0,
                HEADER_BYTES);
    }

    /**
     * The checksum of the whole content.
     *
     * @throws IOException when it was shorter than announced
     */
    long end() throws IOException {
        if (left > 0) {
            throw new IOException("The content is shorter than it was said to be.");
        }
        return crc.getValue();
    }
}
