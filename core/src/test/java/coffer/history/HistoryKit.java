package coffer.history;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AppPasswords;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.IssueResult;
import coffer.accounts.NewAccount;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.events.Cursor;
import coffer.events.EventLog;
import coffer.events.LoggedEvent;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.LockGuard;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real tree and real accounts with a history on them; {@code anna} has a home. */
abstract class HistoryKit extends StoreContract {
    static final Actor OPERATOR = Actor.operator("test");

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    AccountsFeature accounts;
    AppPasswords appPasswords;
    EventLog events;
    TreeKit tree;
    Account anna;
    View home;
    History history;

    @BeforeEach
    final void openFeatures() {
        tree = new TreeKit(database, directory, clock, new LockGuard(clock));
        events = tree.events;
        accounts = CheapAccounts.open(database, new Ids(database), events, new SecureRandom(), clock);
        appPasswords = accounts.appPasswords();
        anna = account("anna");
        home = homeOf(anna, null, "");
        history = new History(database, events, appPasswords);
    }

    @AfterEach
    final void closeFeatures() {
        accounts.close();
    }

    final Account account(String uid) {
        NewAccount wanted = NewAccount.of(uid, Secret.of("a good password"));
        return ((CreateResult.Created) accounts.accounts().create(OPERATOR, wanted)).account();
    }

    final View homeOf(Account account, @Nullable Long appPassword, String agent) {
        Origin origin = new Origin("192.0.2.1", agent, "request", "PUT", "/test");
        return tree.files.spaces().home(Actor.user(account.id(), account.uid(), appPassword, origin), account);
    }

    /** Returns its id. */
    final long appPassword(Account account, String name) {
        IssueResult result = appPasswords.issue(OPERATOR, account.id(), account.uid(), name);
        IssueResult.Issued issued = (IssueResult.Issued) result;
        issued.secret().close();
        return issued.id();
    }

    /** PostgreSQL shows an event when no older transaction of the whole server is under way any more. */
    final void awaitEvents() {
        Cursor newest = events.newest();
        long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        Cursor seen = events.cursor(History.READER);
        while (seen.compareTo(newest) < 0 && System.nanoTime() < patience) {
            List<LoggedEvent> more = events.after(seen, EventLog.READ_MAX);
            seen = more.isEmpty() ? seen : more.getLast().at();
        }
        assertThat(seen).isGreaterThanOrEqualTo(newest);
    }

    /** Reads all there is. */
    final void read() {
        awaitEvents();
        history.catchUp();
    }

    final HistoryPage page(FileId file) {
        return history.of(home, file, null, History.PAGE_MAX).orElseThrow();
    }

    /** Act, paths and sizes, newest first. */
    final List<String> acts(FileId file) {
        return page(file).entries().stream().map(HistoryKit::text).toList();
    }

    static String text(HistoryEntry entry) {
        return entry.act().word() + " " + entry.pathBefore() + ">" + entry.pathAfter() + " "
                + size(entry.sizeBeforeBytes()) + ">" + size(entry.sizeAfterBytes());
    }

    private static String size(@Nullable Long bytes) {
        return bytes == null ? "" : bytes.toString();
    }

    final long rows(String table) {
        return numbers("SELECT COUNT(*) FROM " + table).getFirst();
    }

    /** The first column of all rows. */
    final List<Long> numbers(String sql) {
        return database.read(session -> session.list(sql, row -> row.getLong(1)));
    }

    /** Puts the reader back to the beginning, as if its last commits had been lost. */
    final void forgetCursor() {
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "UPDATE event_cursor SET epoch = 0, transaction_id = 0, seq = 0 WHERE reader = ?",
                        History.READER));
    }
}
