package coffer.accounts;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of texts that people type into an account. */
final class Texts {
    /** RFC 5321 § 4.5.3.1.3: a path of 256 octets, of which the angle brackets take two. */
    static final int EMAIL_LENGTH_MAX = 254;

    /** RFC 5321 § 4.5.3.1.1. */
    static final int EMAIL_LOCAL_PART_MAX = 64;

    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)*");

    private Texts() {}

    /** Neither control characters nor unpaired surrogates. */
    static boolean printable(String text) {
        return text.codePoints().noneMatch(Texts::unprintable);
    }

    /** As {@link #printable}, but lines may be broken. */
    static boolean printableLines(String text) {
        return text.codePoints().noneMatch(c -> c != '\n' && c != '\r' && unprintable(c));
    }

    /** Why this is no e-mail address; empty when it is one. */
    static Optional<String> emailFault(String text) {
        if (text.length() > EMAIL_LENGTH_MAX) {
            return Optional.of("an e-mail address has at most " + EMAIL_LENGTH_MAX + " characters");
        }
        if (text.indexOf('@') > EMAIL_LOCAL_PART_MAX || !EMAIL.matcher(text).matches()) {
            return Optional.of("not an e-mail address");
        }
        return Optional.empty();
    }

    private static boolean unprintable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                // Line and paragraph separators, and the marks that turn the direction of the text around them.
                || codePoint == 0x2028
                || codePoint == 0x2029
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
