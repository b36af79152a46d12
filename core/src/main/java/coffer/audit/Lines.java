package coffer.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line with a bound on memory, whatever somebody has put into it. */
final class Lines implements AutoCloseable {
    /** Far above the longest entry, whose fields are bounded one by one. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final long limit;
    private long offset;
    private long number;

    /** One line and where it stands. */
    static final class Line {
        private final byte[] bytes;
        private final long number;
        private final long start;
        private final long end;
        private final boolean terminated;

        private Line(byte[] bytes, long number, long start, long end, boolean terminated) {
            this.bytes = bytes;
            this.number = number;
            this.start = start;
            this.end = end;
            this.terminated = terminated;
        }

        /** Without the line feed; only the first {@value #LINE_BYTES_MAX} of a longer one. */
        byte[] bytes() {
            return bytes;
        }

        /** 1, 2, 3 … from where reading began. */
        long number() {
            return number;
        }

        /** Where it begins in the file. */
        long start() {
            return start;
        }

        /** Where the next one begins. */
        long end() {
            return end;
        }

        /** Whether a line feed ends it; false at most for the last one. */
        boolean terminated() {
            return terminated;
        }
    }

    private Lines(InputStream in, long offset, long limit) {
        this.in = in;
        this.offset = offset;
        this.limit = limit;
    }

    /** From the beginning of the file to its end, also to what is appended meanwhile. */
    static Lines of(Path file) throws IOException {
        return from(file, 0, Long.MAX_VALUE);
    }

    /** From one offset, where a line begins, to another, where one ends. */
    static Lines from(Path file, long offset, long limit) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(offset);
        return new Lines(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES), offset, limit);
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        long start = offset;
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (offset < limit) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            offset++;
            if (b == '\n') {
                return new Line(line.toByteArray(), ++number, start, offset, true);
            }
            if (line.size() < LINE_BYTES_MAX) {
                line.write(b);
            }
        }
        return offset == start ? null : new Line(line.toByteArray(), ++number, start, offset, false);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
