package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.CreateResult;
import coffer.accounts.IssueResult;
import coffer.accounts.NewAccount;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.TestDatabase;
import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.history.History;
import coffer.testkit.TurnedClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer history} on a real core, where no loop has read the events yet. */
class HistoryCommandTest {
    private static final int MISUSED = 2;

    @TempDir
    Path directory;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00.5Z"));
    private Database database;
    private AccountsFeature accounts;
    private TreeKit tree;
    private View home;
    private String out = "";
    private String err = "";

    /** What the program's own root is. */
    @Command(name = "coffer")
    private final class Root implements ServicesSource {
        @Override
        public Services services() {
            return TestServices.of(accounts, tree, Optional.empty());
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
        database = TestDatabase.sqlite(directory).open();
        tree = new TreeKit(database, directory, clock, WriteGuard.NONE);
        accounts = AccountsFeature.open(
                database, new Ids(database), tree.events, AccountsSettings.standard(), new SecureRandom(), clock);
        Actor operator = Actor.operator("test");
        Account anna = ((CreateResult.Created)
                        accounts.accounts().create(operator, NewAccount.of("anna", Secret.of("a good password"))))
                .account();
        IssueResult.Issued laptop =
                (IssueResult.Issued) accounts.appPasswords().issue(operator, anna.id(), "anna", "laptop");
        laptop.secret().close();
        Origin origin = new Origin("192.0.2.1", "", "request", "PUT", "/test");
        home = tree.files.spaces().home(Actor.user(anna.id(), "anna", laptop.id(), origin), anna);
    }

    @AfterEach
    void close() {
        accounts.close();
        database.close();
    }

    @Test
    void aTableTellsWhatHasHappened() {
        tree.mkdir(home, "Documents");
        tree.put(home, "plan.txt", "one");
        tree.put(home, "plan.txt", "twelve chars");
        tree.files.move(home, TreeKit.path("plan.txt"), TreeKit.path("Documents/plan.txt"), false, Conditions.NONE);
        run(0, "history", "ANNA", "/Documents/plan.txt");
        assertThat(out).isEqualToNormalizingNewlines("""
                TIME                  ACT      WHO   DEVICE  BYTES    PATH
                2026-11-22T10:00:00Z  moved    anna  laptop  -        /plan.txt -> /Documents/plan.txt
                2026-11-22T10:00:00Z  changed  anna  laptop  3 -> 12  /plan.txt
                2026-11-22T10:00:00Z  created  anna  laptop  3        /plan.txt
                """);
        run(0, "history", "anna", "Documents/");
        assertThat(out).contains("created  anna  laptop  -      /Documents");
    }

    @Test
    void asJsonThereIsOneObjectALine() {
        tree.put(home, "plan.txt", "one");
        run(0, "history", "anna", "plan.txt", "--json");
        JsonNode created = JsonMapper.shared().readTree(out);
        assertThat(created.toString())
                .isEqualTo("{\"time\":\"2026-11-22T10:00:00.500Z\",\"act\":\"created\",\"actor\":\"anna\","
                        + "\"device\":\"laptop\",\"sizeBefore\":null,\"sizeAfter\":3,"
                        + "\"pathBefore\":\"\",\"pathAfter\":\"/plan.txt\"}");
    }

    @Test
    void theLimitHasTwoEdgesAndGoesBeyondAPage() {
        for (int i = 0; i <= History.PAGE_MAX; i++) {
            tree.put(home, "plan.txt", "");
        }
        run(0, "history", "anna", "plan.txt", "--json");
        assertThat(out.lines()).hasSize(50);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", "1");
        assertThat(out.lines()).hasSize(1);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", Integer.toString(History.ACTS_MAX));
        assertThat(out.lines()).hasSize(History.PAGE_MAX + 1);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", Integer.toString(History.PAGE_MAX));
        assertThat(out.lines()).hasSize(History.PAGE_MAX);
        for (String odd : new String[] {"0", "-1", "many", Integer.toString(History.ACTS_MAX + 1)}) {
            run(MISUSED, "history", "anna", "plan.txt", "--limit", odd);
            assertThat(err).contains("is not a number from 1 to 10000");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        run(1, "history", "nobody", "/plan.txt");
        assertThat(err).isEqualToIgnoringNewLines("nobody: there is no such account");
        run(1, "history", "anna", "/plan.txt");
        assertThat(err).isEqualToIgnoringNewLines("/plan.txt: there is no such file");
        run(1, "history", "anna", "/a/../plan.txt");
        assertThat(err).contains("there is no such file");
        run(MISUSED, "history", "anna");
    }

    private void run(int exit, String... args) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new HistoryCommand());
        StringWriter printed = new StringWriter();
        StringWriter complaints = new StringWriter();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(complaints, true));
        int actual = line.execute(args);
        out = printed.toString();
        err = complaints.toString();
        assertThat(actual).as("%s%n%s%s", String.join(" ", args), out, err).isEqualTo(exit);
    }
}
