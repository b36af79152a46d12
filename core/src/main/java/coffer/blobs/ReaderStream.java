package coffer.blobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of an object as a stream, a segment at a time. Does not close the reader. For one thread. */
final class ReaderStream extends InputStream {
    private final ObjectReader reader;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(SealedFormat.SEGMENT_BYTES);
    private byte[] piece = new byte[0];
    private int at;
    private long position;

    ReaderStream(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(piece[at++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (at == piece.length && position < reader.sizeBytes()) {
            long end = Math.min(reader.sizeBytes(), position + SealedFormat.SEGMENT_BYTES);
            buffer.reset();
            reader.transfer(position, end, buffer);
            piece = buffer.toByteArray();
            at = 0;
            position = end;
        }
        return at < piece.length;
    }
}
