package coffer.server.doctor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What programs look for at fixed places of the host. */
final class WellKnownLook {
    /** RFC 9116 § 2.5.5. */
    private static final Duration EXPIRES_MAX = Duration.ofDays(366);

    private final Visitor visitor;
    private final Clock clock;

    WellKnownLook(Visitor visitor, Clock clock) {
        this.visitor = visitor;
        this.clock = clock;
    }

    List<Finding> look() throws IOException {
        return List.of(changePassword(), securityTxt());
    }

    private Finding changePassword() throws IOException {
        Answer answer = visitor.get("/.well-known/change-password");
        boolean leads = answer.status() >= 300 && answer.status() < 400;
        return leads
                ? Finding.fine("Password managers find the page for a new password.")
                : Finding.hint("Password managers do not find the page for a new password: /.well-known/change-password"
                        + " is answered with " + answer.status() + ".");
    }

    private Finding securityTxt() throws IOException {
        Answer answer = visitor.get("/.well-known/security.txt");
        if (answer.status() != 200) {
            return Finding.hint("There is no security.txt: whoever finds a weakness does not know whom to tell."
                    + " Set security.contact.");
        }
        Optional<String> contact = field(answer.body(), "contact");
        Optional<Instant> expires = field(answer.body(), "expires").flatMap(WellKnownLook::time);
        Instant now = clock.instant();
        boolean valid = contact.isPresent()
                && expires.filter(end -> end.isAfter(now) && end.isBefore(now.plus(EXPIRES_MAX)))
                        .isPresent();
        return Finding.of(
                valid,
                "security.txt says whom to tell about a weakness.",
                "security.txt lacks a contact, or a date of expiry within the next year.");
    }

    private static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
