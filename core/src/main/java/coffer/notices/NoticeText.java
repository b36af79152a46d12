package coffer.notices;

import coffer.accounts.Account;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words of notices. */
final class NoticeText {
    /** Of one notice; the others are counted. */
    static final int LINES_MAX = 20;

    /** Characters of a device's name that are shown. */
    static final int DEVICE_LENGTH_MAX = 100;

    /** Characters of a network address that are shown; a numeric address with its zone is shorter. */
    private static final int ADDRESS_LENGTH_MAX = 64;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private NoticeText() {}

    /** One line that says what has happened; names that a device has given itself do not stand in it. */
    static String subject(List<Notice> notices) {
        boolean devices = notices.stream().anyMatch(notice -> notice.kind() == Notice.Kind.NEW_DEVICE);
        boolean password = notices.stream().anyMatch(notice -> notice.kind() != Notice.Kind.NEW_DEVICE);
        if (devices && password) {
            return "New devices and a new password for your account";
        }
        if (password) {
            return "The password of your account was changed";
        }
        return notices.size() == 1 ? "A new device can use your account" : "New devices can use your account";
    }

    /**
     * The whole text.
     *
     * @param notices of this account, oldest first
     * @param page where people look after their account; empty when the server does not know its own address
     */
    static String text(Account account, List<Notice> notices, Optional<String> page) {
        String what = notices.stream().limit(LINES_MAX).map(NoticeText::line).collect(Collectors.joining());
        String more = notices.size() > LINES_MAX ? "- and " + (notices.size() - LINES_MAX) + " more\n" : "";
        String advice = page.map(address -> "and choose a new password:\n\n" + address)
                .orElse("and choose a new password, or ask the people who run your server.");
        return """
                Hello %s,

                this is what has happened to your account "%s":

                %s
                If this was you, there is nothing to do.

                If this was not you, sign in, remove the devices that you do not know,
                %s
                """.formatted(account.displayName(), account.uid(), what + more, advice);
    }

    private static String line(Notice notice) {
        String what =
                switch (notice.kind()) {
                    case NEW_DEVICE -> "new device or program \"" + shown(notice.device(), DEVICE_LENGTH_MAX) + "\"";
                    case PASSWORD_CHANGED -> "the password was changed";
                    case PASSWORD_RESET -> "a new password was set with a link from a mail";
                };
        return "- " + what + "\n  " + TIME.format(notice.time()) + ", " + from(notice.address()) + "\n";
    }

    private static String from(String address) {
        return address.equals("local")
                ? "by the people who run your server"
                : "from " + shown(address, ADDRESS_LENGTH_MAX);
    }

    /** On one line and bounded, whatever an older release has written into the event. */
    private static String shown(String text, int max) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .limit(max)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.isBlank() ? "unknown" : line;
    }
}
