package coffer.adapter.messages;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.MailAddress;
import coffer.mail.Delivery;
import coffer.mail.Letter;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321 as far as a program needs it that hands letters to one server. */
class SmtpTransportTest {
    /** Long for a server on this machine, short for a test that waits for one that says nothing. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    private static final MailSender SENDER = MailSender.parse("Wölke <cloud@bücher.example>");
    private static final Instant WRITTEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Letter LETTER = new Letter(
            "0123456789abcdef",
            new MailAddress("anna@müller.example"),
            "Ein Gerät für €1",
            "Grüße,\n\n.\nhttps://cloud.example/\n",
            WRITTEN);

    @TempDir
    static Path directory;

    private static SSLContext tls;

    private @Nullable GreenMail mailServer;
    private @Nullable ScriptedServer scripted;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate certificate = TestCertificate.make(directory);
        tls = certificate.context();
        System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
        System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
        System.setProperty("greenmail.tls.key.password", TestCertificate.PASSWORD);
    }

    @AfterEach
    void stop() throws IOException {
        if (mailServer != null) {
            mailServer.stop();
        }
        if (scripted != null) {
            scripted.close();
        }
    }

    @Test
    void aLetterArrivesAsItWasWritten() throws MessagingException, IOException {
        GreenMail server = greenMail("smtp");
        Delivery delivery = to("smtp://127.0.0.1:" + server.getSmtp().getPort()).deliver(LETTER);
        assertThat(delivery).isInstanceOf(Delivery.Accepted.class);
        assertThat(((Delivery.Accepted) delivery).answer()).startsWith("250");
        MimeMessage arrived = only(server);
        assertThat(arrived.getSubject()).isEqualTo("Ein Gerät für €1");
        // The test server keeps no line end at the end.
        assertThat(arrived.getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("Grüße,\n\n.\nhttps://cloud.example/");
        assertThat(arrived.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(arrived.getFrom()[0]).hasToString("=?UTF-8?Q?W=C3=B6lke?= <cloud@xn--bcher-kva.example>");
        assertThat(arrived.getRecipients(Message.RecipientType.TO)[0]).hasToString("anna@xn--mller-kva.example");
        assertThat(arrived.getSentDate().toInstant()).isEqualTo(WRITTEN);
        assertThat(arrived.getMessageID()).isEqualTo("<0123456789abcdef@cloud.example>");
        assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(arrived.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(arrived.getHeader("Cc")).isNull();
    }

    @Test
    void aSecondAttemptHasTheSameMessageId() throws MessagingException {
        GreenMail server = greenMail("smtp");
        SmtpTransport transport = to("smtp://127.0.0.1:" + server.getSmtp().getPort());
        transport.deliver(LETTER);
        transport.deliver(LETTER);
        MimeMessage[] arrived = server.getReceivedMessages();
        assertThat(arrived).hasSize(2);
        assertThat(arrived[0].getMessageID()).isEqualTo(arrived[1].getMessageID());
    }

    @Test
    void overTlsFromTheFirstByteWithUserAndPassword() {
        GreenMail server = greenMail("smtps");
        server.setUser("cloud@example.org", "cloud", "geheim");
        String at = "@localhost:" + server.getSmtps().getPort();
        assertThat(to("smtps://cloud:geheim" + at).deliver(LETTER)).isInstanceOf(Delivery.Accepted.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(to("smtps://cloud:falsch" + at).deliver(LETTER)).isInstanceOf(Delivery.TemporaryFailure.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws IOException {
        ScriptedServer server = scripted(tls);
        SmtpServer address = SmtpServer.parse("smtp://localhost:" + server.port());
        Delivery delivery = new SmtpTransport(address, SENDER, "cloud.example").deliver(LETTER);
        assertThat(delivery).isInstanceOf(Delivery.TemporaryFailure.class);
        assertThat(server.commands()).contains("STARTTLS").doesNotContain("MAIL");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        ScriptedServer server = scripted(tls);
        assertThat(to("smtp://127.0.0.1:" + server.port()).deliver(LETTER))
                .isInstanceOf(Delivery.TemporaryFailure.class);
        assertThat(server.commands()).contains("STARTTLS").doesNotContain("MAIL");
    }

    @Test
    void startTlsIsUsedWhenItIsOfferedAndBeforeThePassword() throws IOException {
        ScriptedServer server = scripted(tls);
        assertThat(to("smtp://u:p@localhost:" + server.port()).deliver(LETTER))
                .isEqualTo(new Delivery.Accepted("250 2.0.0 queued as 4711"));
        assertThat(server.commands())
                .startsWith("EHLO", "STARTTLS", "TLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".");
    }

    @Test
    void withoutStartTlsNothingIsSentWhereItIsRequired() throws IOException {
        ScriptedServer server = scripted(null);
        assertThat(to("smtp://localhost:" + server.port() + "?starttls=required")
                        .deliver(LETTER))
                .isInstanceOf(Delivery.TemporaryFailure.class);
        assertThat(server.commands()).doesNotContain("MAIL", "AUTH");
        assertThat(to("smtp://localhost:" + server.port()).deliver(LETTER)).isInstanceOf(Delivery.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such mailbox, true",
        "RCPT, 450 4.2.1 greylisted, false",
        "RCPT, 452 4.2.2 mailbox full, false",
        ".,    554 5.7.1 looks like spam, true",
        ".,    451 4.3.0 try again, false",
        "DATA, 554 5.5.1 no, true",
        "DATA, 421 closing, false",
        "MAIL, 553 5.7.1 not your address, false",
        "MAIL, 530 5.7.0 sign in first, false"
    })
    void theReplySaysWhetherAnotherAttemptIsWorthIt(String command, String reply, boolean permanent)
            throws IOException {
        ScriptedServer server = scripted(null);
        server.answer(command, reply);
        Delivery delivery = to("smtp://localhost:" + server.port()).deliver(LETTER);
        assertThat(delivery)
                .isInstanceOf(permanent ? Delivery.PermanentFailure.class : Delivery.TemporaryFailure.class);
        assertThat(delivery.toString()).contains(reply.substring(4)).doesNotContain("https://cloud.example");
    }

    @ParameterizedTest
    @CsvSource({"EHLO", "MAIL", "DATA", "."})
    void aServerThatSaysNothingIsNotWaitedForForEver(String command) throws IOException {
        ScriptedServer server = scripted(null);
        server.answer(command, ScriptedServer.SILENCE);
        assertThat(to("smtp://localhost:" + server.port()).deliver(LETTER))
                .isInstanceOf(Delivery.TemporaryFailure.class);
    }

    @Test
    void aServerThatIsNotThereIsATemporaryFailure() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        assertThat(to("smtp://127.0.0.1:" + free).deliver(LETTER)).isInstanceOf(Delivery.TemporaryFailure.class);
    }

    @Test
    void aDomainThatHasNoAsciiFormIsRefusedForGood() {
        Letter letter = new Letter("0a", new MailAddress("anna@" + "ä".repeat(70)), "s", "t", WRITTEN);
        assertThat(to("smtp://127.0.0.1:1").deliver(letter)).isInstanceOf(Delivery.PermanentFailure.class);
    }

    private GreenMail greenMail(String protocol) {
        mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        mailServer.start();
        return mailServer;
    }

    private ScriptedServer scripted(@Nullable SSLContext context) throws IOException {
        scripted = new ScriptedServer(context);
        return scripted;
    }

    private static SmtpTransport to(String url) {
        return new SmtpTransport(SmtpServer.parse(url), SENDER, "cloud.example", READ_TIMEOUT, tls.getSocketFactory());
    }

    private static MimeMessage only(GreenMail server) {
        return List.of(server.getReceivedMessages()).getFirst();
    }
}
