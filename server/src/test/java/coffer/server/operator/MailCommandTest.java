package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.TestDatabase;
import coffer.events.EventLog;
import coffer.files.TreeKit;
import coffer.locks.LockGuard;
import coffer.mail.Delivery;
import coffer.mail.Letter;
import coffer.mail.MailTransport;
import coffer.testkit.TurnedClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code coffer mail}: what it sends and prints. */
class MailCommandTest {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    @TempDir
    Path directory;

    private final List<Letter> letters = new ArrayList<>();
    private Database database;
    private AccountsFeature accounts;
    private TreeKit tree;
    private Optional<MailTransport> transport = Optional.empty();
    private String out = "";
    private String err = "";

    /** What the program's own root is. */
    @Command(name = "coffer")
    private final class Root implements ServicesSource {
        @Override
        public Services services() {
            return TestServices.of(accounts, tree, transport);
        }

        @Override
        public AuditSource audit() {
            throw new UnsupportedOperationException("these commands do not read the audit log");
        }

        @Override
        public Optional<String> inputLine() {
            return Optional.empty();
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void open() {
        Clock clock = Clock.systemUTC();
        database = TestDatabase.sqlite(directory).open();
        TurnedClock turned = new TurnedClock(clock.instant());
        tree = new TreeKit(database, directory, turned, new LockGuard(turned));
        accounts = AccountsFeature.open(
                database,
                new Ids(database),
                new EventLog(database, clock),
                AccountsSettings.standard(),
                new SecureRandom(),
                clock);
    }

    @AfterEach
    void close() {
        accounts.close();
        database.close();
    }

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
        transport = Optional.of(letter -> {
            letters.add(letter);
            return delivery;
        });
    }

    private void run(int expected, String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = new CommandLine(new Root()).addSubcommand(new MailCommand());
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(complained));
        int exit = line.execute(args);
        out = printed.toString().replace(System.lineSeparator(), "\n");
        err = complained.toString();
        assertThat(exit).as(err).isEqualTo(expected);
    }
}
