package coffer.adapter.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.MailAddress;
import coffer.base.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerTest {
    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example, mail.example, 587, OPPORTUNISTIC",
        "smtp://mail.example:25/, mail.example, 25, OPPORTUNISTIC",
        "smtp://mail.example:587?starttls=required, mail.example, 587, REQUIRED",
        "smtps://mail.example, mail.example, 465, IMPLICIT",
        "SMTPS://[2001:db8::1]:4650, 2001:db8::1, 4650, IMPLICIT",
        "smtp://u:p@mail.example, mail.example, 587, REQUIRED",
        "smtp://u:p@localhost, localhost, 587, OPPORTUNISTIC",
        "smtp://u:p@127.0.0.1:1, 127.0.0.1, 1, OPPORTUNISTIC",
        "smtp://u:p@[::1]:65535, ::1, 65535, OPPORTUNISTIC",
        "smtps://u:p@mail.example, mail.example, 465, IMPLICIT"
    })
    void anAddressNamesHostPortAndProtection(String text, String host, int port, SmtpServer.Tls tls) {
        SmtpServer server = SmtpServer.parse(text);
        assertThat(server.host()).isEqualTo(host);
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.tls()).isEqualTo(tls);
        assertThat(server.login().isPresent()).isEqualTo(text.contains("@"));
    }

    @Test
    void userAndPasswordAreDecodedAndNeverPrinted() {
        SmtpServer server = SmtpServer.parse("smtps://cloud%40example.org:a%3Ab%2Fc+%C3%A4@mail.example");
        assertThat(server.login())
                .contains(new SmtpServer.Login("cloud@example.org", Secret.of("a:b/c+ä")))
                .isNotEqualTo(Optional.empty());
        assertThat(server.toString() + server.login()).doesNotContain("a:b/c").doesNotContain("cloud@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example",
                "http://mail.example",
                "smtp://",
                "smtp://geheim@mail.example",
                "smtp://geheim:@mail.example",
                "smtp://:geheim@mail.example",
                "smtp://u:geheim@mail.example/path",
                "smtp://u:geheim@mail.example?starttls=no",
                "smtps://u:geheim@mail.example?starttls=required",
                "smtp://u:geheim@mail.example#x",
                "smtp://u:geheim@mail.example:0",
                "smtp://u:geheim@mail.example:65536",
                "smtp://u:geheim%zz@mail.example",
                "smtp://u:geheim b@mail.example"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SmtpServer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void aSenderMayHaveAName() {
        assertThat(MailSender.parse(" cloud@example.org "))
                .isEqualTo(new MailSender("", new MailAddress("cloud@example.org")));
        assertThat(MailSender.parse("Unsere Wölke <cloud@example.org>"))
                .isEqualTo(new MailSender("Unsere Wölke", new MailAddress("cloud@example.org")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cloud", "a@b, c@d", "A\nB <a@b>", "A <a@b> x", "<a@b", "A <a@b\r\nBcc: c@d>"})
    void whatIsNoSenderIsRefused(String text) {
        assertThatThrownBy(() -> MailSender.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNameOfASenderHasABound() {
        String longest = "x".repeat(MailSender.NAME_LENGTH_MAX);
        assertThat(MailSender.parse(longest + " <a@b>").name()).isEqualTo(longest);
        assertThatThrownBy(() -> MailSender.parse(longest + "x <a@b>")).isInstanceOf(IllegalArgumentException.class);
    }
}
