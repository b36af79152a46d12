package coffer.server;

import coffer.adapter.messages.MailSender;
import coffer.adapter.messages.SmtpServer;
import coffer.adapter.messages.SmtpTransport;
import coffer.mail.MailTransport;
import coffer.server.http.PublicAddress;
import java.net.IDN;
import java.util.Optional;

/**
 * How mail leaves the house. Prints without user and password.
 *
 * @param server whom letters are handed to
 * @param sender from whom they come
 */
record MailSettings(SmtpServer server, MailSender sender) {
    /**
     * Reads the two settings.
     *
     * @param smtp empty when mail is off
     * @throws SettingsRefused with the key and what is expected of it; the address of the server is not repeated, because
     *     it may hold a password
     */
    static Optional<MailSettings> of(String smtp, String from) {
        if (smtp.isEmpty()) {
            return Optional.empty();
        }
        SmtpServer server;
        try {
            server = SmtpServer.parse(smtp);
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused(Setting.MAIL_SMTP.key() + " is not understood: " + e.getMessage()
                    + ". Expected for example smtps://USER:PASSWORD@mail.example or smtp://localhost:25.");
        }
        if (from.isEmpty()) {
            throw new SettingsRefused(Setting.MAIL_SMTP.key() + " needs " + Setting.MAIL_FROM.key()
                    + " beside it: the address that mails come from.");
        }
        try {
            return Optional.of(new MailSettings(server, MailSender.parse(from)));
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused(Setting.MAIL_FROM.key() + " = " + from + " is not understood: " + e.getMessage()
                    + ". Expected for example cloud@example.org or Our cloud <cloud@example.org>.");
        }
    }

    /**
     * The way to the server.
     *
     * @param url the public address, whose host stands in Message-IDs; without it the domain of the sender does
     */
    MailTransport transport(Optional<PublicAddress> url) {
        String host = url.map(MailSettings::host)
                .orElseGet(() -> IDN.toASCII(sender.address().domain()));
        return new SmtpTransport(server, sender, host);
    }

    private static String host(PublicAddress url) {
        return url.authority().replaceFirst(":\\d+$", "");
    }

    @Override
    public String toString() {
        return server + " from " + sender.address();
    }
}
