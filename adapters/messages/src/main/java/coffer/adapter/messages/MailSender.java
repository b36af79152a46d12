package coffer.adapter.messages;

import coffer.base.MailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From whom mails come: the field From (RFC 5322 § 3.6.2).
 *
 * @param name what programs show; may be empty
 */
public record MailSender(String name, MailAddress address) {
    public static final int NAME_LENGTH_MAX = 100;

    private static final Pattern NAMED = Pattern.compile("([^<>\"]*)<([^<>]*)>");

    /**
     * @throws IllegalArgumentException when the name is longer than {@link #NAME_LENGTH_MAX} or no printable line
     */
    public MailSender {
        if (name.length() > NAME_LENGTH_MAX || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name is one printable line of at most " + NAME_LENGTH_MAX + " characters");
        }
    }

    /**
     * Reads {@code cloud@example.org} or {@code Our cloud <cloud@example.org>}.
     *
     * @throws IllegalArgumentException with what is wrong, for a person
     */
    public static MailSender parse(String text) {
        Matcher named = NAMED.matcher(text.strip());
        return named.matches()
                ? new MailSender(
                        named.group(1).strip(), new MailAddress(named.group(2).strip()))
                : new MailSender("", new MailAddress(text.strip()));
    }
}
