package coffer.mail;

import coffer.base.MailAddress;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What a transport delivers: a mail without what only this server needs to know of it. Prints without address and text.
 *
 * @param id letters and digits, the same at each attempt; the left side of the Message-ID (RFC 5322 § 3.6.4)
 * @param subject bounded as in {@link MailMessage}
 * @param text bounded as in {@link MailMessage}
 * @param written when it was written, for the field Date
 */
public record Letter(String id, MailAddress recipient, String subject, String text, Instant written) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    /**
     * @throws IllegalArgumentException when id, subject or text is out of its bounds
     */
    public Letter {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a letter is 1 to 64 letters and digits");
        }
        MailMessage.requireSubject(subject);
        MailMessage.requireText(text);
    }

    @Override
    public String toString() {
        return "letter " + id;
    }
}
