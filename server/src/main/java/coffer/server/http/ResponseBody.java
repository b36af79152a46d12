package coffer.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Gathers small writes, blocks while the client takes large ones. The last piece leaves with {@link #finish()}, which the
 * kit calls when the handler returned: closing alone must not make half an answer look whole when the handler throws
 * within a try-with-resources.
 */
final class ResponseBody extends OutputStream {
    static final int BUFFER_BYTES = 32 * 1024;

    private static final int FIRST_BYTES = 1024;

    private static final int GROWTH = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Content.Sink sink;
    private final Pace pace = new Pace();
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
        if (filled + length > BUFFER_BYTES && filled > 0) {
            send(false, ByteBuffer.wrap(Objects.requireNonNull(buffer), 0, filled));
            filled = 0;
        }
        if (length >= BUFFER_BYTES) {
            send(false, ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        System.arraycopy(bytes, offset, bufferFor(filled + length), filled, length);
        filled += length;
    }

    /** Most answers are short: what they need grows with them. */
    private byte[] bufferFor(int size) {
        byte[] present = buffer;
        if (present == null) {
            present = new byte[Math.max(size, FIRST_BYTES)];
        } else if (present.length < size) {
            present = Arrays.copyOf(present, Math.clamp((long) GROWTH * present.length, size, BUFFER_BYTES));
        }
        buffer = present;
        return present;
    }

    /** Does nothing: what waits leaves when the buffer is full or at the end, so that a small answer goes in one piece with its length. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }

    /** Whether nothing waits to be sent. */
    boolean isEmpty() {
        return filled == 0;
    }

    /** Sends the header alone, before it is known how long the body is. */
    void begin() throws IOException {
        send(false, NOTHING);
    }

    /** Sends what waits as the end of the answer. */
    void finish() throws IOException {
        send(true, buffer == null ? NOTHING : ByteBuffer.wrap(buffer, 0, filled));
    }

    /** Sends these bytes as the end of an answer of which nothing waits here: no copy for whole documents. */
    void finish(byte[] bytes, int length) throws IOException {
        send(true, ByteBuffer.wrap(bytes, 0, length));
    }

    private void send(boolean last, ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        long before = System.nanoTime();
        try {
            Content.Sink.write(sink, last, bytes);
        } catch (IOException e) {
            throw new ClientGone("The client does not take the answer.", e);
        }
        if (!pace.kept(System.nanoTime() - before, length)) {
            throw new ClientGone("The client takes the answer too slowly.", null);
        }
    }
}
