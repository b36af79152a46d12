package coffer.adapter.messages;

import coffer.base.MailAddress;
import coffer.mail.Delivery;
import coffer.mail.Letter;
import coffer.mail.MailTransport;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Mail by SMTP (RFC 5321) to the one server that the operator names, with a connection for each letter: mails are rare.
 *
 * <p>Certificates are checked against those the Java runtime trusts, and against the host's name. Letters are plain text
 * in UTF-8, marked as written by a machine (RFC 3834 § 5), so that absence notes are not sent back. Thread-safe.
 */
public final class SmtpTransport implements MailTransport {
    /** How long the server may take to accept a connection. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How long the server may take for one answer. There are about ten in a delivery, so that it ends before
     * {@link coffer.mail.Outbox#LEASE}.
     */
    public static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

    private static final int PERMANENT = 500;

    /** What the server answers when it judges the letter itself. */
    private static final Set<String> CONTENT = Set.of("DATA", ".");

    private final SmtpServer server;
    private final MailSender sender;
    private final String host;
    private final Session session;

    /**
     * A way to the server. Nothing is connected before the first letter.
     *
     * @param host the name of this server for the outside: the right side of Message-IDs (RFC 5322 § 3.6.4)
     */
    public SmtpTransport(SmtpServer server, MailSender sender, String host) {
        this(server, sender, host, READ_TIMEOUT, null);
    }

    /**
     * For tests: with other patience, and another trust in certificates.
     *
     * @param tls null for that of the Java runtime
     */
    SmtpTransport(
            SmtpServer server, MailSender sender, String host, Duration readTimeout, @Nullable SSLSocketFactory tls) {
        this.server = server;
        this.sender = sender;
        this.host = host;
        this.session = Session.getInstance(properties(server, readTimeout, tls));
    }

    private static Properties properties(SmtpServer server, Duration readTimeout, @Nullable SSLSocketFactory tls) {
        String protocol = "mail." + protocol(server) + ".";
        Properties properties = new Properties();
        properties.setProperty(protocol + "connectiontimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        properties.setProperty(protocol + "timeout", Long.toString(readTimeout.toMillis()));
        properties.setProperty(protocol + "writetimeout", Long.toString(readTimeout.toMillis()));
        properties.setProperty(
                protocol + "auth", Boolean.toString(server.login().isPresent()));
        properties.setProperty(protocol + "ssl.checkserveridentity", "true");
        properties.setProperty(protocol + "starttls.enable", "true");
        properties.setProperty(
                protocol + "starttls.required", Boolean.toString(server.tls() == SmtpServer.Tls.REQUIRED));
        // Once the letter is accepted nothing that happens to the connection matters.
        properties.setProperty(protocol + "quitwait", "false");
        if (tls != null) {
            properties.put(protocol + "ssl.socketFactory", tls);
        }
        return properties;
    }

    private static String protocol(SmtpServer server) {
        return server.tls() == SmtpServer.Tls.IMPLICIT ? "smtps" : "smtp";
    }

    @Override
    public Delivery deliver(Letter letter) {
        InternetAddress recipient;
        MimeMessage message;
        try {
            recipient = new InternetAddress(ascii(letter.recipient()), true);
            message = message(letter, recipient);
        } catch (MessagingException | IllegalArgumentException e) {
            return new Delivery.PermanentFailure("the letter cannot be written: " + e.getMessage());
        }
        try (SMTPTransport transport = (SMTPTransport) session.getTransport(protocol(server))) {
            connect(transport);
            transport.sendMessage(message, new Address[] {recipient});
            return new Delivery.Accepted(transport.getLastServerResponse().strip());
        } catch (MessagingException e) {
            return failure(e);
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        if (server.login().isEmpty()) {
            transport.connect(server.host(), server.port(), null, null);
            return;
        }
        SmtpServer.Login login = server.login().get();
        // The library takes passwords as strings, which nobody can overwrite.
        transport.connect(
                server.host(),
                server.port(),
                login.user(),
                new String(login.password().reveal()));
    }

    private MimeMessage message(Letter letter, InternetAddress recipient) throws MessagingException {
        String id = "<" + letter.id() + "@" + host + ">";
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(from());
        message.setRecipient(MimeMessage.RecipientType.TO, recipient);
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(letter.written()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private InternetAddress from() throws MessagingException {
        InternetAddress from = new InternetAddress(ascii(sender.address()), true);
        if (!sender.name().isEmpty()) {
            try {
                from.setPersonal(sender.name(), StandardCharsets.UTF_8.name());
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every Java runtime has UTF-8", e);
            }
        }
        return from;
    }

    /** With the domain in the form that every mail server takes (RFC 5891 § 4.4). */
    private static String ascii(MailAddress address) {
        return address.localPart() + "@" + IDN.toASCII(address.domain());
    }

    /** What the refusal of a recipient or of the content says; everything else may get better. */
    private static Delivery failure(MessagingException thrown) {
        for (Exception e = thrown;
                e != null;
                e = e instanceof MessagingException next ? next.getNextException() : null) {
            if (e instanceof SMTPAddressFailedException address) {
                return byCode(address.getReturnCode(), address);
            }
            if (e instanceof SMTPSendFailedException content && CONTENT.contains(content.getCommand())) {
                return byCode(content.getReturnCode(), content);
            }
        }
        Exception cause = thrown.getNextException();
        String why = cause == null ? "" : " (" + cause.getMessage() + ")";
        return new Delivery.TemporaryFailure(line(thrown) + why);
    }

    private static Delivery byCode(int code, MessagingException e) {
        return code >= PERMANENT ? new Delivery.PermanentFailure(line(e)) : new Delivery.TemporaryFailure(line(e));
    }

    private static String line(MessagingException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.strip();
    }
}
