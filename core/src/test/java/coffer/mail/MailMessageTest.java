package coffer.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.MailAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailMessageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static MailMessage message(String purpose, String subject, String text) {
        MailAddress to = new MailAddress("anna@example.org");
        return new MailMessage(new AccountId(7), "anna", purpose, to, subject, text, NOW);
    }

    @Test
    void aMailPrintsNeitherAddressNorText() {
        MailMessage message = message("password reset", "Subject", "https://cloud.example/login/reset/token\n");
        assertThat(message).hasToString("mail (password reset) for account 7");
        Letter letter = new Letter("0a", message.recipient(), message.subject(), message.text(), NOW);
        assertThat(letter).hasToString("letter 0a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nBcc: x@y.example", "a\r\nX: y", "a\rb", "a\0b", "a\u2028b", "a\u0085b", " ", "\uD800"})
    void aSubjectIsOnePrintableLine(String subject) {
        assertThatThrownBy(() -> message("notice", subject, "text")).isInstanceOf(IllegalArgumentException.class);
        MailAddress to = new MailAddress("anna@example.org");
        assertThatThrownBy(() -> new Letter("0a", to, subject, "text", NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subjectTextAndLinesHaveBounds() {
        String line = "x".repeat(MailMessage.LINE_LENGTH_MAX - 1) + "\n";
        String most = line.repeat(MailMessage.TEXT_LENGTH_MAX / MailMessage.LINE_LENGTH_MAX)
                + "y".repeat(MailMessage.TEXT_LENGTH_MAX % MailMessage.LINE_LENGTH_MAX);
        String subject = "s".repeat(MailMessage.SUBJECT_LENGTH_MAX);
        assertThat(message("notice", subject, most).text()).hasSize(MailMessage.TEXT_LENGTH_MAX);
        assertThat(message("notice", subject, "x" + line).text()).isNotEmpty();
        for (String[] wrong : new String[][] {
            {subject + "s", "text"}, {"s", most + "y"}, {"s", "xx" + line}, {"s", "a\rb"}, {"s", "a\0b"}, {"s", ""}
        }) {
            assertThatThrownBy(() -> message("notice", wrong[0], wrong[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void thePurposeIsAFewFixedWords() {
        assertThat(message("p".repeat(40), "s", "t").purpose()).hasSize(40);
        for (String purpose : new String[] {"p".repeat(41), "", "P", "for anna@example.org"}) {
            assertThatThrownBy(() -> message(purpose, "s", "t")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theIdOfALetterIsLettersAndDigits() {
        MailAddress to = new MailAddress("anna@example.org");
        for (String id : new String[] {"", "a>b", "a b", "x".repeat(65)}) {
            assertThatThrownBy(() -> new Letter(id, to, "s", "t", NOW)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Letter("x".repeat(64), to, "s", "t", NOW).id()).hasSize(64);
    }
}
