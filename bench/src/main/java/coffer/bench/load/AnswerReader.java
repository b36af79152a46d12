package coffer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads answers in HTTP/1.1 (RFC 9112) off one connection, with {@code Content-Length}, in chunks, or up to the end of the connection. It
 * makes no objects for header fields. Interim answers (1xx) are passed over. Not for use by several threads.
 */
final class AnswerReader {

    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");
    private static final byte[] CONNECTION = ascii("connection:");
    private static final byte[] HTTP = ascii("http/1.");

    private final ReadableByteChannel channel;
    /** Received and not yet read, between position and limit. */
    private final ByteBuffer buffer;

    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineLength;

    private long contentLength;
    private boolean chunked;
    private boolean close;

    /** {@code buffer} bounds how much is read at once. */
    AnswerReader(ReadableByteChannel channel, ByteBuffer buffer) {
        this.channel = channel;
        this.buffer = buffer.limit(0);
    }

    /** Reads one answer; {@code bodyless} for HEAD, whose answer announces a body that does not come. */
    Answer read(boolean bodyless, BodySink sink) throws IOException {
        int status;
        do {
            status = head();
        } while (status >= 100 && status < 200);
        if (bodyless || status == 204 || status == 304) {
            return new Answer(status, 0, !close);
        }
        if (chunked) {
            return new Answer(status, chunks(sink), !close);
        }
        if (contentLength < 0) {
            return new Answer(status, rest(sink), false);
        }
        exactly(contentLength, sink);
        return new Answer(status, contentLength, !close);
    }

    private int head() throws IOException {
        contentLength = -1;
        chunked = false;
        close = false;
        readLine();
        var status = status();
        for (readLine(); lineLength > 0; readLine()) {
            field();
        }
        return status;
    }

    private int status() throws WrongAnswer {
        // HTTP/1.1 SP 3DIGIT
        if (lineLength < 12 || !startsWith(HTTP)) {
            throw new WrongAnswer("no status line: " + lineText());
        }
        return (int) number(9, 12, 10);
    }

    private void field() throws WrongAnswer {
        switch (lower(line[0])) {
            case 'c' -> {
                if (startsWith(CONTENT_LENGTH)) {
                    contentLength = number(skipSpaces(CONTENT_LENGTH.length), lineLength, 10);
                } else if (startsWith(CONNECTION)) {
                    close = value(CONNECTION).equals("close");
                }
            }
            case 't' -> {
                if (startsWith(TRANSFER_ENCODING)) {
                    chunked = value(TRANSFER_ENCODING).equals("chunked");
                }
            }
            default -> {}
        }
    }

    private long chunks(BodySink sink) throws IOException {
        long total = 0;
        while (true) {
            readLine();
            var size = number(0, endOfSize(), 16);
            if (size == 0) {
                break;
            }
            exactly(size, sink);
            total += size;
            readLine();
            if (lineLength != 0) {
                throw new WrongAnswer("a chunk is longer than it says");
            }
        }
        do { // trailers, and the empty line after them
            readLine();
        } while (lineLength != 0);
        return total;
    }

    private int endOfSize() {
        for (int i = 0; i < lineLength; i++) {
            if (line[i] == ';' || line[i] == ' ') {
                return i;
            }
        }
        return lineLength;
    }

    private void exactly(long bytes, BodySink sink) throws IOException {
        for (long left = bytes; left > 0; ) {
            if (!buffer.hasRemaining() && !fill()) {
                throw new EOFException("the connection ended " + left + " bytes before the end of the body");
            }
            left -= hand((int) Math.min(left, buffer.remaining()), sink);
        }
    }

    private long rest(BodySink sink) throws IOException {
        long total = 0;
        while (buffer.hasRemaining() || fill()) {
            total += hand(buffer.remaining(), sink);
        }
        return total;
    }

    private int hand(int length, BodySink sink) throws IOException {
        sink.accept(buffer.slice(buffer.position(), length));
        buffer.position(buffer.position() + length);
        return length;
    }

    private boolean fill() throws IOException {
        buffer.clear();
        var read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    /** Reads up to LF; what lies before, without CR, is the line. */
    private void readLine() throws IOException {
        lineLength = 0;
        while (true) {
            if (!buffer.hasRemaining() && !fill()) {
                throw new EOFException("the connection ended within a line");
            }
            var next = buffer.get();
            if (next == '\n') {
                break;
            }
            if (lineLength == LINE_BYTES_MAX) {
                throw new WrongAnswer("a line is longer than " + LINE_BYTES_MAX + " bytes");
            }
            line[lineLength++] = next;
        }
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
    }

    private boolean startsWith(byte[] lowerCase) {
        if (lineLength < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(line[i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    private int skipSpaces(int from) {
        int at = from;
        while (at < lineLength && line[at] == ' ') {
            at++;
        }
        return at;
    }

    private String value(byte[] name) {
        var start = skipSpaces(name.length);
        return new String(line, start, lineLength - start, StandardCharsets.US_ASCII)
                .strip()
                .toLowerCase(java.util.Locale.ROOT);
    }

    private long number(int from, int to, int radix) throws WrongAnswer {
        long value = 0;
        for (int i = from; i < to; i++) {
            var digit = Character.digit(line[i], radix);
            if (digit < 0 || value > (Long.MAX_VALUE >> 5)) {
                throw new WrongAnswer("no number: " + lineText());
            }
            value = value * radix + digit;
        }
        if (from >= to) {
            throw new WrongAnswer("no number: " + lineText());
        }
        return value;
    }

    private String lineText() {
        return new String(line, 0, Math.min(lineLength, 200), StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
