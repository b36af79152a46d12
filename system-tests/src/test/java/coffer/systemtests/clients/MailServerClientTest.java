package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The started server and a mail server: settings, wiring and the operator's command together. */
class MailServerClientTest {
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

    @Test
    void theOperatorsMailGoesThroughTheRunningServerAndItsSettings() throws Exception {
        var settings = ServerProcess.Settings.in(data)
                .withEnvironment(Map.of(
                        "COFFER_MAIL_SMTP",
                        "smtp://127.0.0.1:" + mailServer.getSmtp().getPort(),
                        "COFFER_MAIL_FROM",
                        "Our cloud <cloud@example.org>",
                        "COFFER_URL",
                        "https://cloud.example:8443/files"));
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
