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
import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.LockGuard;
import coffer.locks.LockRequest;
import coffer.locks.LockResult;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import coffer.testkit.TurnedClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code coffer lock} on a real core: what it shows, breaks and answers with. */
class LockCommandTest {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    @TempDir
    Path directory;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
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
        tree = new TreeKit(database, directory, clock, new LockGuard(clock));
        accounts = AccountsFeature.open(
                database, new Ids(database), tree.events, AccountsSettings.standard(), new SecureRandom(), clock);
        Account anna = account("anna");
        home = tree.files.spaces().home(Actor.user(anna.id(), anna.uid(), null, Origin.local("test")), anna);
        tree.mkdir(home, "Docs");
        tree.put(home, "Docs/a b.txt", "x");
        tree.put(home, "free.txt", "x");
    }

    @AfterEach
    void close() {
        accounts.close();
        database.close();
    }

    private Account account(String uid) {
        try (Secret password = Secret.of("a good password")) {
            NewAccount wanted =
                    new NewAccount(uid, password, "", null, List.of(), List.of(), new Quota.Unlimited(), "");
            return ((CreateResult.Created) accounts.accounts().create(Actor.operator("test"), wanted)).account();
        }
    }

    private void lockByHand(String path, FileLockType type) {
        FileLocks locks =
                new FileLocks(database, tree.files, tree.events, Duration.ofHours(1), new SecureRandom(), clock);
        assertThat(locks.lock(home, TreeKit.path(path), new FileLockRequest(type, "Anna"), Conditions.NONE))
                .isInstanceOf(FileLockResult.Granted.class);
    }

    private void lockByProgram(String path) {
        Locks locks = new Locks(database, tree.files, tree.objects, tree.events, new SecureRandom(), clock);
        LockRequest request = new LockRequest(LockScope.EXCLUSIVE, true, "", Duration.ofMinutes(5));
        assertThat(locks.lock(home, TreeKit.path(path), request, Conditions.NONE))
                .isInstanceOf(LockResult.Granted.class);
    }

    @Test
    void locksAreListedByPath() {
        lockByHand("Docs/a b.txt", FileLockType.USER);
        lockByHand("free.txt", FileLockType.TOKEN);
        lockByProgram("Docs");

        run(DONE, "lock", "list", "ANNA");

        assertThat(out.lines())
                .containsExactly(
                        "/Docs  exclusive tree  anna  -  2026-11-22T10:00:00Z  2026-11-22T10:05:00Z",
                        "/Docs/a b.txt  by hand  anna  -  2026-11-22T10:00:00Z  2026-11-22T11:00:00Z",
                        "/free.txt  program  anna  a program  2026-11-22T10:00:00Z  2026-11-22T11:00:00Z");
        run(DONE, "lock", "list", "anna", "/Docs/");
        assertThat(out.lines()).hasSize(2);
        run(DONE, "lock", "list", "anna", "free.txt", "--json");
        assertThat(out.strip())
                .isEqualTo("{\"path\":\"/free.txt\",\"kind\":\"program\",\"holder\":\"anna\",\"program\":\"a program\","
                        + "\"since\":\"2026-11-22T10:00:00Z\",\"until\":\"2026-11-22T11:00:00Z\"}");
    }

    @Test
    void whereNothingIsLockedNothingIsListed() {
        run(DONE, "lock", "list", "anna");
        assertThat(out).isEmpty();
    }

    @Test
    void aBrokenLockIsGoneAndTheOperatorStandsInTheEvents() {
        lockByHand("Docs/a b.txt", FileLockType.APP);
        lockByHand("free.txt", FileLockType.USER);

        run(DONE, "lock", "break", "anna", "Docs/a b.txt");

        assertThat(out.strip()).isEqualTo("/Docs/a b.txt: 1 lock broken");
        assertThat(tree.eventWords()).endsWith("file.lock.broken ok");
        run(REFUSED, "lock", "break", "anna", "Docs/a b.txt");
        assertThat(err).contains("is not locked itself");
        run(DONE, "lock", "list", "anna");
        assertThat(out.lines()).singleElement().asString().startsWith("/free.txt");
    }

    @Test
    void whatIsNotThereIsRefused() {
        run(REFUSED, "lock", "list", "nobody");
        assertThat(err).contains("nobody: there is no such account");
        run(REFUSED, "lock", "break", "nobody", "free.txt");
        run(REFUSED, "lock", "break", "anna", "none.txt");
        assertThat(err).contains("there is no /none.txt");
        run(REFUSED, "lock", "break", "anna", "a/../b");
        assertThat(err).contains("no file can be called a/../b");
        run(MISUSED, "lock", "break", "anna");
        run(DONE, "lock");
        assertThat(out).contains("list", "break");
    }

    private void run(int exit, String... args) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new LockCommand());
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
