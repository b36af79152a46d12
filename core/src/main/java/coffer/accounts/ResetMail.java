package coffer.accounts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words of the mail that brings a link for setting a new password. */
final class ResetMail {
    static final String SUBJECT = "Set a new password";

    /** A numeric address with its zone is shorter. */
    private static final int ADDRESS_LENGTH_MAX = 64;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private ResetMail() {}

    /**
     * @param site where the account is, such as {@code https://cloud.example}
     * @param link holds the token: whoever has it can set the password
     * @param address from where it was asked for
     */
    static String text(Account account, String site, String link, String address, Instant asked) {
        return """
                Hello %s,

                somebody, probably you, asked to set a new password for your account
                "%s" on %s.

                To choose a new password, open this address within one hour:

                %s

                It works once. If you did not ask for it, do nothing: your password
                stays as it is. Never pass the address on to anybody.

                Asked for on %s, from %s.
                """.formatted(account.displayName(), account.uid(), site, link, TIME.format(asked), shown(address));
    }

    private static String shown(String address) {
        return address.length() <= ADDRESS_LENGTH_MAX && Texts.printable(address) ? address : "an unknown address";
    }
}
