package coffer.server.operator;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Function;

/** Text that a command prints, sent as frames. */
final class FrameWriter extends Writer {
    private static final int CHUNK = 8_192;

    private final Writer connection;
    private final Function<String, Frame> frame;
    private final StringBuilder waiting = new StringBuilder();

    FrameWriter(Writer connection, Function<String, Frame> frame) {
        this.connection = connection;
        this.frame = frame;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        waiting.append(chars, offset, length);
        if (waiting.length() >= CHUNK) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (!waiting.isEmpty()) {
            frame.apply(waiting.toString()).write(connection);
            waiting.setLength(0);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
