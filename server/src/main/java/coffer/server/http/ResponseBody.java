package coffer.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** Gathers small writes, blocks while the client takes large ones. An answer that fits leaves in one piece with its length. */
final class ResponseBody extends OutputStream {
    static final int BUFFER_BYTES = 32 * 1024;

    private final Content.Sink sink;
    private byte @Nullable [] buffer;
    private int filled;
    private boolean closed;

    ResponseBody(Content.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The body was closed.");
        }
        if (filled + length > BUFFER_BYTES) {
            flushBuffer();
        }
        if (length >= BUFFER_BYTES) {
            send(false, ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        if (buffer == null) {
            buffer = new byte[BUFFER_BYTES];
        }
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
    }

    /** Does nothing: what is waiting leaves when the buffer is full or the body closed, so that small answers keep their length. */
    @Override
    public void flush() {}

    /** Writes a whole body at once, without a copy. */
    void finish(byte[] bytes, int length) throws IOException {
        closed = true;
        send(true, ByteBuffer.wrap(bytes, 0, length));
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        send(true, waiting());
        filled = 0;
    }

    private void flushBuffer() throws IOException {
        if (filled > 0) {
            send(false, waiting());
            filled = 0;
        }
    }

    private ByteBuffer waiting() {
        return buffer == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(buffer, 0, filled);
    }

    private void send(boolean last, ByteBuffer bytes) throws IOException {
        try {
            Content.Sink.write(sink, last, bytes);
        } catch (IOException e) {
            throw new ClientGone("The client does not take the answer.", e);
        }
    }
}
