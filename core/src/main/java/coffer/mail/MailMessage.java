package coffer.mail;

import coffer.base.AccountId;
import coffer.base.MailAddress;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A mail to the owner of an account. Prints without address and text.
 *
 * @param account whom it is for; for the event log, the address is not looked up
 * @param uid user id of the account
 * @param purpose what it is, in a few fixed lower-case words such as {@code password reset}; stands in logs and events
 * @param subject one printable line of at most {@value #SUBJECT_LENGTH_MAX} UTF-16 characters
 * @param text plain text of at most {@value #TEXT_LENGTH_MAX} UTF-16 characters in lines of at most
 *     {@value #LINE_LENGTH_MAX}, ended by line feeds; may hold secrets such as a link that opens the account
 * @param expires when it is of no use any more: not sent from then on, and removed. At most {@link Outbox#AGE_MAX} ahead
 */
public record MailMessage(
        AccountId account,
        String uid,
        String purpose,
        MailAddress recipient,
        String subject,
        String text,
        Instant expires) {
    public static final int SUBJECT_LENGTH_MAX = 200;

    /** Some hundred lines; notices and links need a few. */
    public static final int TEXT_LENGTH_MAX = 20_000;

    /** A line of a mail has at most 998 octets (RFC 5322 § 2.1.1); letters take up to three of them. */
    public static final int LINE_LENGTH_MAX = 300;

    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z ]{1,39}");

    /**
     * @throws IllegalArgumentException when a part is out of its bounds; the message does not repeat it
     */
    public MailMessage {
        requireSubject(subject);
        requireText(text);
        if (!PURPOSE.matcher(purpose).matches()) {
            throw new IllegalArgumentException("the purpose of a mail is a few lower-case words");
        }
    }

    @Override
    public String toString() {
        return "mail (" + purpose + ") for account " + account.value();
    }

    static void requireSubject(String subject) {
        if (subject.isBlank() || subject.length() > SUBJECT_LENGTH_MAX) {
            throw new IllegalArgumentException("a subject has 1 to " + SUBJECT_LENGTH_MAX + " characters");
        }
        if (!subject.codePoints().allMatch(MailMessage::printable)) {
            throw new IllegalArgumentException("a subject is one line of printable characters");
        }
    }

    static void requireText(String text) {
        if (text.isBlank() || text.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("a mail has 1 to " + TEXT_LENGTH_MAX + " characters");
        }
        if (!text.codePoints().allMatch(c -> c == '\n' || printable(c))) {
            throw new IllegalArgumentException("a mail holds printable characters and line feeds");
        }
        if (text.lines().anyMatch(line -> line.length() > LINE_LENGTH_MAX)) {
            throw new IllegalArgumentException("a line of a mail has at most " + LINE_LENGTH_MAX + " characters");
        }
    }

    /** Line and paragraph separators break lines for some programs. */
    private static boolean printable(int codePoint) {
        return !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                && codePoint != 0x2028
                && codePoint != 0x2029;
    }
}
