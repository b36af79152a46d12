package coffer.passwords;

import coffer.base.PrintableText;
import coffer.base.Secret;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Judges new passwords, and makes some.
 *
 * <p>Whatever the rules say, a password has at most {@value #LENGTH_MAX} characters and none that cannot be typed into one line. Reads files, so it is
 * not asked within a transaction. Thread-safe.
 *
 * @param breached the list of passwords that others have lost; empty when there is none
 */
public record PasswordPolicy(PasswordRules rules, Optional<BreachedPasswords> breached) {
    /** Longest new password, in UTF-16 characters: what existing servers of this protocol take. */
    public static final int LENGTH_MAX = 469;

    /** Fewest characters of a generated password: 116 bits of {@link #READABLE}. */
    static final int GENERATED_LENGTH = 20;

    /** Letters and digits without those that look alike. */
    private static final String READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /** What is typed without a search on most keyboards, looks like no other, and means nothing in an address or in quotes. */
    private static final String READABLE_SPECIAL = "!*+-=?_@";

    /** With the rules of {@link PasswordRules#STANDARD} and without a list of breached ones. */
    public static PasswordPolicy standard() {
        return new PasswordPolicy(PasswordRules.parse(PasswordRules.STANDARD), Optional.empty());
    }

    /** Why this may not become a password, as a sentence for its owner; empty when it may. */
    public Optional<String> check(Secret password) {
        if (password.length() > LENGTH_MAX) {
            return Optional.of("A password has at most " + LENGTH_MAX + " characters.");
        }
        char[] chars = password.reveal();
        try {
            return fault(chars).or(() -> breached.flatMap(list -> list.refusal(password)));
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** A password that nobody can guess, a person can type, and the rules allow. The receiver closes it. */
    public Secret generate(SecureRandom random) {
        String letters = rules.special() ? READABLE + READABLE_SPECIAL : READABLE;
        char[] chars = new char[Math.max(GENERATED_LENGTH, rules.lengthMin())];
        do {
            for (int i = 0; i < chars.length; i++) {
                chars[i] = letters.charAt(random.nextInt(letters.length()));
            }
            // Drawn anew as a whole, so that each that is allowed is equally likely. Nearly always the first one is.
        } while (missing(chars).isPresent());
        Secret secret = new Secret(chars);
        Arrays.fill(chars, '\0');
        return secret;
    }

    private Optional<String> fault(char[] chars) {
        if (Character.codePointCount(chars, 0, chars.length) < rules.lengthMin()) {
            return Optional.of("A password has at least " + rules.lengthMin() + " characters.");
        }
        if (!PrintableText.isPrintable(CharBuffer.wrap(chars))) {
            return Optional.of("A password holds no control characters.");
        }
        Optional<String> missing = missing(chars);
        if (missing.isPresent()) {
            return missing;
        }
        return rules.uncommon() && CommonPasswords.contain(chars)
                ? Optional.of("The password is among the most common ones.")
                : Optional.empty();
    }

    private Optional<String> missing(char[] chars) {
        if (rules.digit() && !has(chars, Character::isDigit)) {
            return Optional.of("A password needs at least one digit.");
        }
        if (rules.special() && !has(chars, c -> !Character.isLetterOrDigit(c))) {
            return Optional.of("A password needs at least one character that is neither a letter nor a digit.");
        }
        if (rules.mixedCase() && !(has(chars, Character::isLowerCase) && has(chars, Character::isUpperCase))) {
            return Optional.of("A password needs at least one small and one capital letter.");
        }
        return Optional.empty();
    }

    private static boolean has(char[] chars, IntPredicate kind) {
        return CharBuffer.wrap(chars).codePoints().anyMatch(kind);
    }
}
