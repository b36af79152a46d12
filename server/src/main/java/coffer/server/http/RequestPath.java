package coffer.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request target (RFC 9112 § 3.2.1), split at slashes and then decoded, each segment exactly once. What
 * two readers could understand differently is refused instead of repaired: dot segments in any encoding, an encoded
 * slash, empty segments, broken escapes, broken UTF-8, control characters. A semicolon is an ordinary character; both
 * desktop clients (3.7.3, 3.16.7) and rclone (1.60) send it unescaped in file names.
 *
 * @param segments decoded, without the empty one that a trailing slash leaves
 * @param trailingSlash whether the path ended with a slash; true for the root
 */
public record RequestPath(List<String> segments, boolean trailingSlash) {
    /** More than the deepest file path (128) below the longest prefix needs. */
    public static final int SEGMENTS_MAX = 160;

    public RequestPath {
        segments = List.copyOf(segments);
    }

    /**
     * @param raw the path as sent, without query
     * @throws RequestRefused 400 for anything odd, 414 for more than {@value #SEGMENTS_MAX} segments
     */
    public static RequestPath parse(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw RequestRefused.badRequest("The path must begin with a slash.");
        }
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < raw.length()) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            if (end == start) {
                throw RequestRefused.badRequest("The path has an empty segment.");
            }
            if (segments.size() == SEGMENTS_MAX) {
                throw new RequestRefused(414, "The path has more than " + SEGMENTS_MAX + " segments.");
            }
            segments.add(segment(raw, start, end));
            start = end + 1;
        }
        return new RequestPath(segments, raw.charAt(raw.length() - 1) == '/');
    }

    /** What follows the first {@code count} segments. */
    RequestPath after(int count) {
        return count == 0 ? this : new RequestPath(segments.subList(count, segments.size()), trailingSlash);
    }

    private static String segment(String raw, int start, int end) {
        String decoded = decode(raw, start, end);
        if (decoded.equals(".") || decoded.equals("..")) {
            throw RequestRefused.badRequest("The path has a dot segment.");
        }
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c == '/') {
                throw RequestRefused.badRequest("The path has an encoded slash.");
            }
            if (c == 0) {
                throw RequestRefused.badRequest("The path has a NUL character.");
            }
            // A file name that exists on the client's disk: it must learn that this name is the problem.
            if (c == '\\' || Character.isISOControl(c)) {
                throw RequestRefused.invalidName("The name holds a backslash or a control character.");
            }
        }
        return decoded;
    }

    private static String decode(String raw, int start, int end) {
        boolean plain = true;
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c > '~' || c <= ' ') {
                throw RequestRefused.badRequest("The path has a character that must be percent-encoded.");
            }
            plain &= c != '%';
        }
        return plain ? raw.substring(start, end) : decodeEscapes(raw, start, end);
    }

    private static String decodeEscapes(String raw, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            if (i + 2 >= end) {
                throw RequestRefused.badRequest("The path has a broken percent-escape.");
            }
            int high = Hex.digit(raw.charAt(i + 1));
            int low = Hex.digit(raw.charAt(i + 2));
            if (high < 0 || low < 0) {
                throw RequestRefused.badRequest("The path has a broken percent-escape.");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            // A new decoder reports malformed input: overlong forms, surrogates and cut sequences all end here.
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException _) {
            throw RequestRefused.badRequest("The path is not UTF-8.");
        }
    }
}
