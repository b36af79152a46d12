package coffer.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user id: up to {@value #LENGTH_MAX} letters, digits, spaces and {@code . _ @ - '}, neither beginning nor ending with
 * a space, and neither {@code .} nor {@code ..}. Only ASCII letters, so that no two ids look alike; the id is also one
 * segment of every WebDAV path of the account.
 */
record Uid(String value) {
    static final int LENGTH_MAX = 64;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._@'-]([A-Za-z0-9 ._@'-]*[A-Za-z0-9._@'-])?");

    Uid {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a user id");
        }
    }

    /** Empty when the text is not a user id. */
    static Optional<Uid> parse(String text) {
        return valid(text) ? Optional.of(new Uid(text)) : Optional.empty();
    }

    /** What two ids share that differ only in letter case. */
    String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    private static boolean valid(String text) {
        return text.length() <= LENGTH_MAX
                && ALLOWED.matcher(text).matches()
                && !text.equals(".")
                && !text.equals("..");
    }
}
