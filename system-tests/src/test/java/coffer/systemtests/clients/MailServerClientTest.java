package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The started server and a mail server: settings, wiring and the operator's command together. */
class MailServerClientTest {
    private static final long MAIL_MILLIS_MAX = 120_000;
    private static final Pattern LINK =
            Pattern.compile("https://cloud\\.example:8443/files(/login/reset/[A-Za-z0-9_-]{43})");

    @TempDir
    Path data;

    private final GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void startMailServer() {
        mailServer.start();
    }

    @AfterEach
    void stopMailServer() {
        mailServer.stop();
    }

    private ServerProcess.Settings settings() {
        return ServerProcess.Settings.in(data)
                .withEnvironment(Map.of(
                        "COFFER_MAIL_SMTP",
                        "smtp://127.0.0.1:" + mailServer.getSmtp().getPort(),
                        "COFFER_MAIL_FROM",
                        "Our cloud <cloud@example.org>",
                        "COFFER_URL",
                        "https://cloud.example:8443/files"));
    }

    /** Subject and text of a mail to the owner, by its number. */
    private String arrived(int number) throws Exception {
        assertThat(mailServer.waitForIncomingEmail(MAIL_MILLIS_MAX, number))
                .as("%s mails", number)
                .isTrue();
        var message = mailServer.getReceivedMessages()[number - 1];
        assertThat(message.getAllRecipients()[0]).hasToString("owner@example.org");
        return message.getSubject() + "\n" + message.getContent();
    }

    /** The link comes at once; the notice gathers for a minute. Both lead to the public address. */
    @Test
    void theOwnerSetsANewPasswordByALinkAndReadsOfItAndOfANewDevice() throws Exception {
        var settings = settings();
        try (var server = ServerProcess.start(settings)) {
            ServerProcess.command(settings, "user", "set", ServerProcess.ADMIN, "--email", "owner@example.org");

            var browser = new FormBrowser(server.address());
            browser.open("/login/reset");
            browser.submit("/login/reset", Map.of("user", ServerProcess.ADMIN));
            var link = LINK.matcher(arrived(1));
            assertThat(link.find()).isTrue();
            browser.open(link.group(1));
            browser.submit(link.group(1), Map.of("new", "another good password", "again", "another good password"));
            OcsCalls.appPassword(server.address(), ServerProcess.ADMIN, "another good password");

            assertThat(arrived(2))
                    .contains("password")
                    .contains("device")
                    .contains("https://cloud.example:8443/files/settings/user/security");
        }
    }

    @Test
    void theOperatorsMailGoesThroughTheRunningServerAndItsSettings() throws Exception {
        var settings = settings();
        try (var server = ServerProcess.start(settings)) {
            // The command itself knows nothing of the mail server: it runs inside the server.
            var sent = ServerProcess.command(settings, "mail", "test", "anna@example.org");

            assertThat(sent.status()).as(sent.output()).isZero();
            assertThat(sent.output()).contains("accepted: 250");
            var arrived = List.of(mailServer.getReceivedMessages()).getFirst();
            assertThat(arrived.getFrom()[0]).hasToString("Our cloud <cloud@example.org>");
            assertThat(arrived.getMessageID()).endsWith("@cloud.example>");

            mailServer.stop();
            var unsent = ServerProcess.command(settings, "mail", "test", "anna@example.org");
            assertThat(unsent.status()).isEqualTo(1);
            assertThat(unsent.output()).contains("may work later");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void withoutAMailServerTheCommandSaysWhatToSet() throws Exception {
        var refused = ServerProcess.command(ServerProcess.Settings.in(data), "mail", "test", "anna@example.org");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("mail.smtp");
    }
}
