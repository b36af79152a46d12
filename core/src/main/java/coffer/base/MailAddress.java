package coffer.base;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address without a name before it: dot-atom, at sign, domain (RFC 5321 § 4.1.2; quoted local parts and
 * address literals are refused). The domain may hold letters of any script (RFC 5890). Holds neither blanks nor line
 * breaks, so it can add nothing to a header or a command.
 *
 * @param text as a person types it, without blanks around it
 */
public record MailAddress(String text) {
    /** RFC 5321 § 4.5.3.1.3: a path of 256 octets, of which the angle brackets take two. */
    public static final int LENGTH_MAX = 254;

    /** RFC 5321 § 4.5.3.1.1. */
    public static final int LOCAL_PART_MAX = 64;

    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)*");

    /**
     * @throws IllegalArgumentException with what {@link #fault} says
     */
    public MailAddress {
        Optional<String> fault = fault(text);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
    }

    /** Why this is no e-mail address; empty when it is one. */
    public static Optional<String> fault(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.of("an e-mail address has at most " + LENGTH_MAX + " characters");
        }
        if (text.indexOf('@') > LOCAL_PART_MAX || !FORM.matcher(text).matches()) {
            return Optional.of("not an e-mail address");
        }
        return Optional.empty();
    }

    public String localPart() {
        return text.substring(0, text.indexOf('@'));
    }

    public String domain() {
        return text.substring(text.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
