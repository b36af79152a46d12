package coffer.server.webdav;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Encodes paths for {@code d:href}. The set of characters that stay as they are, and the lower-case hex digits, are those
 * of the Nextcloud server: clients that compare hrefs byte by byte (RFC 4918, section 8.3 warns of them) have learnt them.
 */
final class Href {

    private static final HexFormat HEX = HexFormat.of();
    private static final boolean[] PLAIN = plain();

    private Href() {}

    private static boolean[] plain() {
        boolean[] plain = new boolean[0x80];
        for (char c = 'a'; c <= 'z'; c++) {
            plain[c] = true;
            plain[Character.toUpperCase(c)] = true;
        }
        for (char c = '0'; c <= '9'; c++) {
            plain[c] = true;
        }
        for (char c : "_-.~()/:@".toCharArray()) {
            plain[c] = true;
        }
        return plain;
    }

    /** Percent-encodes a path or a part of one; a slash stays a slash. */
    static String encode(String path) {
        if (isPlain(path)) {
            return path;
        }
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0 && PLAIN[octet]) {
                encoded.append((char) octet);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, octet);
            }
        }
        return encoded.toString();
    }

    /** Percent-encodes everything but the unreserved characters of RFC 3986, for parameters of header fields. */
    static String encodeStrictly(String text) {
        return encode(text)
                .replace("/", "%2f")
                .replace(":", "%3a")
                .replace("@", "%40")
                .replace("(", "%28")
                .replace(")", "%29");
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x80 || !PLAIN[c]) {
                return false;
            }
        }
        return true;
    }
}
