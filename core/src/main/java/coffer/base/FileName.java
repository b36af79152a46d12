package coffer.base;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * One path segment, in Unicode normalisation form C: never empty, {@code .} or {@code ..}, without separators
 * ({@code /} and {@code \}) and control characters, at most {@value #BYTES_MAX} bytes of UTF-8.
 *
 * <p>Two names that differ only by normalisation are one name: macOS and Linux clients meet in the same file.
 */
public record FileName(String value) implements Comparable<FileName> {
    /** What the common file systems of clients can store. */
    public static final int BYTES_MAX = 255;

    public FileName {
        if (!isPlain(value)) {
            requireValid(value);
        }
    }

    /** Most names: printable ASCII within the limit, for which nothing else has to be asked. */
    private static boolean isPlain(String value) {
        int length = value.length();
        if (length == 0 || length > BYTES_MAX || value.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c >= 0x7f || c == '/' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void requireValid(String value) {
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            throw new InvalidName("The name is not in Unicode normalisation form C.");
        }
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new InvalidName("The name is empty or stands for a folder itself.");
        }
        if (value.chars().anyMatch(FileName::forbidden)) {
            throw new InvalidName("The name holds a slash, a backslash or a control character.");
        }
        if (utf8Length(value) > BYTES_MAX) {
            throw new InvalidName("The name is longer than " + BYTES_MAX + " bytes.");
        }
    }

    /**
     * The name that a person or program wrote in any normalisation form.
     *
     * @throws InvalidName when no file may be called so
     */
    public static FileName of(String text) {
        return new FileName(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /** By code point, which is the order of the bytes of UTF-8 and the order in which both databases list. */
    @Override
    public int compareTo(FileName other) {
        int length = Math.min(value.length(), other.value.length());
        for (int i = 0; i < length; i++) {
            char mine = value.charAt(i);
            char theirs = other.value.charAt(i);
            if (mine != theirs) {
                boolean mineSurrogate = Character.isSurrogate(mine);
                boolean theirsSurrogate = Character.isSurrogate(theirs);
                // UTF-16 places surrogates below U+E000…U+FFFF although they stand for larger code points.
                return mineSurrogate == theirsSurrogate ? Character.compare(mine, theirs) : mineSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(value.length(), other.value.length());
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean forbidden(int c) {
        return c == '/' || c == '\\' || c < 0x20 || (c >= 0x7f && c < 0xa0);
    }

    private static int utf8Length(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(value))
                    .remaining();
        } catch (CharacterCodingException _) {
            throw new InvalidName("The name holds half of a surrogate pair.");
        }
    }
}
