package coffer.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart} body (RFC 2046 § 5.1), read part by part while it arrives: of a part no more than its header is
 * kept. Reads strictly: delimiters are whole lines with CRLF, nothing comes before the first, no line is folded. What
 * comes after the last is passed over.
 *
 * <p>Everything that is wrong with the body is {@link BodyRefused} with 400; what was read before it was right. For one
 * thread.
 */
public final class Multipart {
    /** RFC 2046 § 5.1.1: 1 to 70 characters, the last one no blank. */
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    private static final Pattern PARAMETER =
            Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^\";\\s]+))\\s*");

    /** Read for the sake of the connection; the clients send one line break there. */
    private static final int EPILOGUE_BYTES_MAX = 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final long announcedBytes;
    private final Limits limits;

    /** What ends a part: the line break that belongs to the delimiter, two dashes, the boundary. */
    private final byte[] delimiter;

    private long takenBytes;
    private int parts;
    private boolean begun;
    private boolean lastSeen;
    private @Nullable Content content;

    /**
     * @param partsMax parts in one body
     * @param headerLinesMax header lines of a part
     * @param headerBytesMax bytes of all header lines of a part
     */
    public record Limits(int partsMax, int headerLinesMax, int headerBytesMax) {}

    Multipart(InputStream in, long announcedBytes, String boundary, Limits limits) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.announcedBytes = announcedBytes;
        this.limits = limits;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The body of a request.
     *
     * @param subtype such as {@code related}
     * @throws RequestRefused 400 when its content type is another or names no boundary
     */
    public static Multipart of(Request request, String subtype, Limits limits) {
        String type = request.header("Content-Type").orElse("");
        String boundary = boundary(type, "multipart/" + subtype)
                .orElseThrow(() -> RequestRefused.badRequest(
                        "The header Content-Type must be multipart/" + subtype + " with a boundary."));
        return new Multipart(request.body(), request.contentLength(), boundary, limits);
    }

    /** Whether a content type is this one, whatever its parameters. */
    public static boolean is(String contentType, String type) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    static Optional<String> boundary(String contentType, String type) {
        int semicolon = contentType.indexOf(';');
        if (semicolon < 0 || !is(contentType, type)) {
            return Optional.empty();
        }
        return parameter(contentType.substring(semicolon + 1), "boundary")
                .filter(boundary -> BOUNDARY.matcher(boundary).matches());
    }

    /**
     * One parameter of a header value, such as the name in {@code form-data; name="files[]"}; empty when it is missing or
     * the parameters cannot be read.
     *
     * @param parameters what follows the first semicolon
     */
    public static Optional<String> parameter(String parameters, String name) {
        Matcher matcher = PARAMETER.matcher(parameters);
        for (int at = 0;
                at < parameters.length()
                        && matcher.region(at, parameters.length()).lookingAt(); ) {
            if (matcher.group(1).equalsIgnoreCase(name)) {
                return Optional.of(matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
            }
            at = matcher.end();
            if (at < parameters.length() && parameters.charAt(at) != ';') {
                return Optional.empty();
            }
            at++;
        }
        return Optional.empty();
    }

    /**
     * The header of the next part; empty at the end. What is left of the part before is read and thrown away.
     *
     * @throws BodyRefused 400 for a body that is no multipart, or has more of something than the limits allow
     */
    public Optional<PartFields> next() throws IOException {
        if (!begun) {
            begun = true;
            require(Arrays.copyOfRange(delimiter, 2, delimiter.length), "does not begin with its boundary");
            delimiterEnds();
        } else if (content != null) {
            content.skipRest();
        }
        if (lastSeen) {
            return Optional.empty();
        }
        if (++parts > limits.partsMax()) {
            throw refuse("has more than " + limits.partsMax() + " parts");
        }
        content = null;
        return Optional.of(fields());
    }

    /**
     * The content of the part whose header was read last, when its length is known. Its end is reported only after the
     * delimiter behind it was seen, so that whoever reads to the end has the whole part.
     *
     * @param bytes the exact length
     */
    public InputStream content(long bytes) {
        return open(bytes);
    }

    private Content open(long bytes) {
        if (content != null || !begun || lastSeen) {
            throw new IllegalStateException("each part has one content, behind its header");
        }
        content = new Content(bytes);
        return content;
    }

    /**
     * The content of the part whose header was read last, up to its delimiter.
     *
     * @throws BodyRefused 413 when it has more bytes than this
     */
    public byte[] contentBytes(int bytesMax) throws IOException {
        Content whole = open(0);
        Gathered bytes = new Gathered();
        byte lastOfDelimiter = delimiter[delimiter.length - 1];
        while (true) {
            byte b = take();
            bytes.write(b);
            boolean end = b == lastOfDelimiter && bytes.endsWith(delimiter);
            if (bytes.size() > (long) bytesMax + delimiter.length) {
                throw new BodyRefused(RequestRefused.tooLarge(bytesMax));
            }
            if (end) {
                whole.ended = true;
                delimiterEnds();
                return bytes.without(delimiter.length);
            }
        }
    }

    /** Behind the boundary: a line break before a further part, two dashes after the last. */
    private void delimiterEnds() throws IOException {
        byte first = take();
        byte second = take();
        if (first == '-' && second == '-') {
            lastSeen = true;
            skipEpilogue();
        } else if (first != '\r' || second != '\n') {
            throw refuse("has something behind a boundary");
        }
    }

    /** A body that was read to its end lets the connection live; a long tail is not worth it. */
    private void skipEpilogue() throws IOException {
        long left = announcedBytes - takenBytes;
        if (announcedBytes >= 0 && left <= EPILOGUE_BYTES_MAX) {
            in.readNBytes((int) left + 1);
        }
    }

    private PartFields fields() throws IOException {
        PartFields fields = new PartFields();
        int bytesLeft = limits.headerBytesMax();
        for (int lines = 0; ; lines++) {
            byte[] line = line(bytesLeft);
            if (line.length == 0) {
                return fields;
            }
            bytesLeft -= line.length + 2;
            if (lines == limits.headerLinesMax()) {
                throw refuse("has a part with more than " + limits.headerLinesMax() + " header lines");
            }
            if (!fields.add(line)) {
                throw refuse("has a part with a broken header line");
            }
        }
    }

    /** A line without its line break, which counts as two bytes. */
    private byte[] line(int bytesMax) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = take(); b != '\r'; b = take()) {
            if (line.size() + 2 >= bytesMax) {
                throw refuse("has a part with more than " + limits.headerBytesMax() + " bytes of header");
            }
            line.write(b);
        }
        if (take() != '\n') {
            throw refuse("has a line that does not end with CRLF");
        }
        return line.toByteArray();
    }

    private void require(byte[] expected, String otherwise) throws IOException {
        for (byte b : expected) {
            if (take() != b) {
                throw refuse(otherwise);
            }
        }
    }

    private byte take() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw refuse("ends too early");
        }
        takenBytes++;
        return (byte) b;
    }

    private static BodyRefused refuse(String what) {
        return new BodyRefused(RequestRefused.badRequest("The multipart body " + what + "."));
    }

    /** The content of a part of known length. */
    private final class Content extends InputStream {
        private long left;
        private boolean ended;

        Content(long bytes) {
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                end();
                return -1;
            }
            int n = in.read(buffer, offset, (int) Math.min(left, length));
            if (n < 0) {
                throw refuse("ends within a part");
            }
            left -= n;
            takenBytes += n;
            return n;
        }

        private void end() throws IOException {
            if (!ended) {
                ended = true;
                require(delimiter, "has a part that is not as long as it says");
                delimiterEnds();
            }
        }

        void skipRest() throws IOException {
            byte[] nowhere = new byte[BUFFER_BYTES];
            while (!ended) {
                read(nowhere, 0, nowhere.length);
            }
        }
    }

    /** Bytes that know how they end. */
    private static final class Gathered extends ByteArrayOutputStream {
        boolean endsWith(byte[] end) {
            return count >= end.length && Arrays.equals(buf, count - end.length, count, end, 0, end.length);
        }

        byte[] without(int lastBytes) {
            return Arrays.copyOf(buf, count - lastBytes);
        }
    }
}
