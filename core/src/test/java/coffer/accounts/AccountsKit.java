package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.LoggedEvent;
import coffer.events.Outcome;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open feature with cheap password hashes, a clock that tests turn, and waits that are noted instead of waited. */
abstract class AccountsKit extends StoreContract {
    static final String PASSWORD = "a good password";
    static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final SecureRandom random = new SecureRandom();

    Ids ids;
    EventLog events;
    AccountsFeature feature;
    Accounts accounts;
    Groups groups;
    AppPasswords appPasswords;
    Authenticator authenticator;

    @BeforeEach
    void openFeature() {
        ids = new Ids(database);
        events = new EventLog(database, clock);
        feature = another(AccountsSettings.standard());
        accounts = feature.accounts();
        groups = feature.groups();
        appPasswords = feature.appPasswords();
        authenticator = feature.authenticator();
    }

    @AfterEach
    void closeFeature() {
        feature.close();
    }

    /** What a second process on the same database has. The caller closes it. */
    final AccountsFeature another(AccountsSettings settings) {
        Passwords passwords = new Passwords(CHEAP, 2, Passwords.QUEUE, random);
        return AccountsFeature.open(database, ids, events, passwords, settings, waits::add, random, clock);
    }

    static Actor operator() {
        return Actor.operator("test");
    }

    static Origin from(String address) {
        return new Origin(address, "test agent", "request", "GET", "/test");
    }

    static Actor actor(Account account) {
        return Actor.user(account.id(), account.uid(), null, from("192.0.2.1"));
    }

    final Account account(String uid, String... inGroups) {
        NewAccount wanted = new NewAccount(
                uid, Secret.of(PASSWORD), "", null, List.of(inGroups), List.of(), new Quota.Default(), "");
        CreateResult result = accounts.create(operator(), wanted);
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return ((CreateResult.Created) result).account();
    }

    /** An account that administers the groups. */
    final Account subadmin(String uid, String... ofGroups) {
        Account account = account(uid);
        for (String group : ofGroups) {
            assertThat(groups.promote(operator(), uid, group)).isEqualTo(new SubadminResult.Done(true));
        }
        return account;
    }

    final void group(String gid) {
        assertThat(groups.create(operator(), gid, "")).isInstanceOf(GroupResult.Done.class);
    }

    final IssueResult.Issued issue(Account account) {
        return (IssueResult.Issued) appPasswords.issue(operator(), account.id(), account.uid(), "laptop");
    }

    final AuthResult login(String login, String password) {
        return login(login, password, "192.0.2.1");
    }

    final AuthResult login(String login, String password, String address) {
        return login(authenticator, login, password, address);
    }

    static AuthResult login(Authenticator authenticator, String login, String password, String address) {
        try (Secret secret = Secret.of(password)) {
            return authenticator.basic(login, secret, from(address));
        }
    }

    /** The events of one type, oldest first. */
    final List<Event> logged(EventType type) {
        Cursor newest = events.newest();
        long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<LoggedEvent> all = events.after(Cursor.START, EventLog.READ_MAX);
        // PostgreSQL shows an event when no older transaction of the whole server is under way any more.
        while (!all.isEmpty() && !all.getLast().at().equals(newest) && System.nanoTime() < patience) {
            Thread.onSpinWait();
            all = events.after(Cursor.START, EventLog.READ_MAX);
        }
        return all.stream()
                .flatMap(event -> event.event().stream())
                .filter(event -> event.type() == type)
                .toList();
    }

    final long logged(EventType type, Outcome outcome) {
        return logged(type).stream().filter(event -> event.outcome() == outcome).count();
    }

    final Account reread(AccountId id) {
        return accounts.byId(id).orElseThrow();
    }
}
