package coffer.passwords;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator asks of new passwords.
 *
 * <p>NIST SP 800-63B § 5.1.1.2 advises length and lists of known passwords, and against asking for kinds of characters; stock servers of this protocol
 * can ask for them, and so can an operator who must.
 *
 * @param lengthMin the fewest characters, counted as Unicode code points; {@value #LENGTH_LOWEST} to {@value #LENGTH_HIGHEST}
 * @param uncommon whether it must not be one of the {@linkplain CommonPasswords most common}
 * @param digit whether it must hold a digit
 * @param special whether it must hold something that is neither a letter nor a digit
 * @param mixedCase whether it must hold a small and a capital letter
 */
public record PasswordRules(int lengthMin, boolean uncommon, boolean digit, boolean special, boolean mixedCase) {
    /** As stock servers of this protocol: ten characters, no common ones. */
    public static final String STANDARD = "10,uncommon";

    /** NIST SP 800-63B § 5.1.1.2 asks for eight at least. */
    public static final int LENGTH_LOWEST = 8;

    /** NIST SP 800-63B § 5.1.1.2: passwords of 64 characters are to be accepted. */
    public static final int LENGTH_HIGHEST = 64;

    private static final String UNCOMMON = "uncommon";
    private static final String DIGIT = "digit";
    private static final String SPECIAL = "special";
    private static final String MIXED_CASE = "mixed-case";

    private static final Set<String> WORDS = Set.of(UNCOMMON, DIGIT, SPECIAL, MIXED_CASE);
    private static final Pattern LENGTH = Pattern.compile("\\d{1,2}");

    /**
     * @throws IllegalArgumentException when the length is out of its bounds
     */
    public PasswordRules {
        if (lengthMin < LENGTH_LOWEST || lengthMin > LENGTH_HIGHEST) {
            throw new IllegalArgumentException("the fewest characters of a password are " + LENGTH_LOWEST + " to "
                    + LENGTH_HIGHEST + ", not " + lengthMin);
        }
    }

    /**
     * Reads rules as {@link #text} writes them: the fewest characters, then words in any order, between commas.
     *
     * @throws IllegalArgumentException with what is expected
     */
    public static PasswordRules parse(String text) {
        String[] parts = text.split(",", -1);
        String length = parts[0].strip();
        Set<String> words = new LinkedHashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String word = parts[i].strip();
            if (!WORDS.contains(word) || !words.add(word)) {
                throw expected();
            }
        }
        if (!LENGTH.matcher(length).matches()) {
            throw expected();
        }
        int fewest = Integer.parseInt(length);
        if (fewest < LENGTH_LOWEST || fewest > LENGTH_HIGHEST) {
            throw expected();
        }
        return new PasswordRules(
                fewest,
                words.contains(UNCOMMON),
                words.contains(DIGIT),
                words.contains(SPECIAL),
                words.contains(MIXED_CASE));
    }

    /** For logs, and for {@link #parse}. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of(Integer.toString(lengthMin)));
        if (uncommon) {
            parts.add(UNCOMMON);
        }
        if (digit) {
            parts.add(DIGIT);
        }
        if (special) {
            parts.add(SPECIAL);
        }
        if (mixedCase) {
            parts.add(MIXED_CASE);
        }
        return String.join(",", parts);
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException("the fewest characters are expected, " + LENGTH_LOWEST + " to "
                + LENGTH_HIGHEST + ", then any of " + UNCOMMON + ", " + DIGIT + ", " + SPECIAL + " and " + MIXED_CASE
                + ", between commas, such as " + STANDARD);
    }
}
