package coffer.kits;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Bytes in one line of text: a prefix that says what they are, and hexadecimal digits. Written in capitals, read in either case. */
final class TextLine {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");

    private TextLine() {}

    static String of(String prefix, byte[] bytes) {
        return prefix + HEX.formatHex(bytes);
    }

    static boolean hasPrefix(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** The bytes behind a prefix that is there; blanks and line breaks between the digits do no harm. Empty when it is no such line. */
    static Optional<byte[]> bytes(String text, String prefix) {
        String digits = BLANKS.matcher(text.substring(prefix.length())).replaceAll("");
        try {
            return Optional.of(HEX.parseHex(digits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
