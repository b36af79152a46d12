package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.mail.Delivery;
import coffer.mail.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code coffer mail}: what it sends and prints. */
class MailCommandTest extends OperatorTest {
    private final List<Letter> letters = new ArrayList<>();

    @Test
    void theAnswerOfTheMailServerIsPrinted() {
        answers(new Delivery.Accepted("250 2.0.0 queued\r\n as 4711"));
        run(DONE, "mail", "test", "anna@example.org");
        assertThat(out).isEqualTo("accepted: 250 2.0.0 queued as 4711\n");
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.recipient().text()).isEqualTo("anna@example.org");
            assertThat(letter.subject()).isNotEmpty();
            assertThat(letter.id()).matches("[0-9a-f]{32}");
        });
    }

    @Test
    void aFailureIsPrintedAndTheExitCodeSaysIt() {
        answers(new Delivery.TemporaryFailure("535 wrong password"));
        run(REFUSED, "mail", "test", "anna@example.org");
        assertThat(err).contains("may work later: 535 wrong password");
        answers(new Delivery.PermanentFailure("550 no such mailbox\u001b[2J"));
        run(REFUSED, "mail", "test", "anna@example.org");
        assertThat(err).contains("refused: 550 no such mailbox [2J").doesNotContain("\u001b");
    }

    @Test
    void withoutAMailServerOrAnAddressNothingIsSent() {
        run(REFUSED, "mail", "test", "anna@example.org");
        assertThat(err).contains("mail.smtp");
        answers(new Delivery.Accepted("250 ok"));
        run(REFUSED, "mail", "test", "anna");
        assertThat(err).contains("not an e-mail address");
        run(MISUSED, "mail", "test");
        assertThat(letters).isEmpty();
    }

    private void answers(Delivery delivery) {
        mail = Optional.of(letter -> {
            letters.add(letter);
            return delivery;
        });
    }
}
