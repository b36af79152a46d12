package coffer.server.login;

import java.util.OptionalLong;

/** Row numbers in forms and addresses. */
final class Numbers {
    /** A long has at most 19 digits; one less always fits. */
    private static final int DIGITS_MAX = 18;

    private Numbers() {}

    /** Empty when it is none: nothing is there then. */
    static OptionalLong parse(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
