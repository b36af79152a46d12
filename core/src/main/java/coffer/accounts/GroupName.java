package coffer.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A group's id: 1 to {@value #LENGTH_MAX} characters of any script in NFC, no separator ({@code /}, {@code \}), no
 * control character, neither beginning nor ending with white space, and neither {@code .} nor {@code ..}. It is a path
 * segment of the provisioning API.
 */
record GroupName(String value) {
    static final int LENGTH_MAX = 64;

    GroupName {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a group id");
        }
    }

    /** Empty when the text is not a group id. Brings the text to NFC first. */
    static Optional<GroupName> parse(String text) {
        // Normalising an absurdly long text is work for nothing; NFC never shortens below a third.
        if (text.length() > 4 * LENGTH_MAX) {
            return Optional.empty();
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return valid(composed) ? Optional.of(new GroupName(composed)) : Optional.empty();
    }

    /**
     * What two ids share that differ only in letter case; {@code Admin} must not pass for {@code admin}. Upper case
     * first folds letters such as the final sigma together.
     */
    String key() {
        return fold(value);
    }

    /** Case folding for keys and searches. */
    static String fold(String text) {
        String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static boolean valid(String text) {
        return !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.equals(text.strip())
                && !text.equals(".")
                && !text.equals("..")
                && Texts.printable(text)
                && text.codePoints().noneMatch(c -> c == '/' || c == '\\');
    }
}
