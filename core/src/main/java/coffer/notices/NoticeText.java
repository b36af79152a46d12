package coffer.notices;

import coffer.accounts.Account;
import java.time.Instant;
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

    /** Characters of the place of a file that are shown. */
    static final int PLACE_LENGTH_MAX = 200;

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
        String advice = page.map(address -> "and choose a new password:\n\n" + address)
                .orElse("and choose a new password, or ask the people who run your server.");
        return """
                Hello %s,

                this is what has happened to your account "%s":

                %s
                If this was you, there is nothing to do.

                If this was not you, sign in, remove the devices that you do not know,
                %s
                """.formatted(account.displayName(), account.uid(), lines(notices), advice);
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** As {@link #subject}, of what is stored. */
    static String storageSubject(List<Notice> notices) {
        if (notices.stream().anyMatch(notice -> notice.kind() == Notice.Kind.OBJECT_UNREADABLE)) {
            return "Stored content cannot be read";
        }
        return notices.size() == 1 ? "A file of yours cannot be read" : "Files of yours cannot be read";
    }

    /** As {@link #text}, of what is stored. An administrator hears of objects, and of files only where they are their own. */
    static String storageText(Account account, List<Notice> notices) {
        String files = list(notices, Notice.Kind.FILE_UNREADABLE);
        String objects = list(notices, Notice.Kind.OBJECT_UNREADABLE);
        String ofFiles = files.isEmpty() ? "" : """

                these files cannot be read, because what is stored of them is damaged:

                %s
                Nothing was deleted, and no other content is handed out in their place. If one of
                your devices still has such a file, change it there, so that it is uploaded again. If
                there is a good version, bring it back. The people who run your server know of it.
                """.formatted(files);
        String ofObjects = objects.isEmpty() ? "" : """

                these stored objects are damaged or missing on the server you administer:

                %s
                "coffer storage status" names them and who misses what, and
                "coffer storage repair --from" puts them back from a backup.
                """.formatted(objects);
        return "Hello " + account.displayName() + ",\n" + ofFiles + ofObjects;
    }

    private static String list(List<Notice> notices, Notice.Kind kind) {
        List<Notice> these =
                notices.stream().filter(notice -> notice.kind() == kind).toList();
        return lines(these);
    }

    private static String lines(List<Notice> notices) {
        String what = notices.stream().limit(LINES_MAX).map(NoticeText::line).collect(Collectors.joining());
        return notices.size() > LINES_MAX ? what + "- and " + (notices.size() - LINES_MAX) + " more\n" : what;
    }

    private static String line(Notice notice) {
        String what =
                switch (notice.kind()) {
                    case NEW_DEVICE -> "new device or program \"" + shown(notice.what(), DEVICE_LENGTH_MAX) + "\"";
                    case PASSWORD_CHANGED -> "the password was changed";
                    case PASSWORD_RESET -> "a new password was set with a link from a mail";
                    case FILE_UNREADABLE, OBJECT_UNREADABLE -> shown(notice.what(), PLACE_LENGTH_MAX);
                };
        String from = notice.address().isEmpty() ? "" : ", " + from(notice.address());
        return "- " + what + "\n  " + time(notice.time()) + from + "\n";
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
