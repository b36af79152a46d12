package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.CreateResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.TestDatabase;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.keys.KeyServices;
import coffer.locks.LockGuard;
import coffer.mail.MailTransport;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Commands on a real core: accounts, files and locks over a database of the test's own. */
abstract class OperatorTest {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int MISUSED = 2;

    @TempDir
    Path directory;

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    Database database;
    AccountsFeature accounts;
    TreeKit tree;

    /** What the last command has printed. */
    String out = "";

    String err = "";

    /** What it has written of the content of an object. */
    final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** What the next commands read from standard input, a line each. */
    final Deque<String> input = new ArrayDeque<>();

    /** Their environment. */
    final Map<String, String> variables = new HashMap<>();

    Optional<MailTransport> mail = Optional.empty();

    /** Whether the next commands run within a server. */
    boolean running;

    @BeforeEach
    final void openCore() {
        database = TestDatabase.sqlite(directory).open();
        tree = new TreeKit(database, directory, clock, new LockGuard(clock));
        accounts = AccountsFeature.open(
                database, new Ids(database), tree.events, AccountsSettings.standard(), new SecureRandom(), clock);
    }

    @AfterEach
    final void closeCore() {
        accounts.close();
        database.close();
    }

    /** A new account, and its home as its owner sees it. */
    final View home(String uid) {
        try (Secret password = Secret.of("a good password")) {
            NewAccount wanted =
                    new NewAccount(uid, password, "", null, List.of(), List.of(), new Quota.Unlimited(), "");
            Account account =
                    ((CreateResult.Created) accounts.accounts().create(Actor.operator("test"), wanted)).account();
            return tree.files
                    .spaces()
                    .home(Actor.user(account.id(), account.uid(), null, Origin.local("test")), account);
        }
    }

    /** Runs the program with these words. */
    final void run(int exit, String... args) {
        CommandLine line = new CommandLine(new Root());
        List.of(
                        new UserCommand(),
                        new GroupCommand(),
                        new LockCommand(),
                        new HistoryCommand(),
                        new TransferCommand(),
                        new MailCommand(),
                        new StorageCommand(
                                new SecureRandom(),
                                clock,
                                KeyServices.NONE,
                                new PrintStream(content, true, StandardCharsets.UTF_8)))
                .forEach(line::addSubcommand);
        // As in the program, where it is a setting of all commands.
        line.getCommandSpec()
                .addOption(OptionSpec.builder("--root-key")
                        .type(String.class)
                        .scopeType(ScopeType.INHERIT)
                        .build());
        content.reset();
        StringWriter printed = new StringWriter();
        StringWriter complaints = new StringWriter();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(complaints, true));
        int actual = line.execute(args);
        out = printed.toString();
        err = complaints.toString();
        assertThat(actual).as("%s%n%s%s", String.join(" ", args), out, err).isEqualTo(exit);
    }

    /** What the program's own root is. */
    @Command(name = "coffer")
    private final class Root implements ServicesSource {
        @Override
        public Services services() {
            return TestServices.of(accounts, tree, mail, running);
        }

        @Override
        public AuditSource audit() {
            throw new UnsupportedOperationException("these commands do not read the audit log");
        }

        @Override
        public Optional<String> inputLine() {
            return Optional.ofNullable(input.poll());
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(variables.get(name));
        }
    }
}
