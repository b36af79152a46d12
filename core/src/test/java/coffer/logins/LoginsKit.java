package coffer.logins;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two accounts, two browsers, and a clock that tests turn. */
abstract class LoginsKit extends StoreContract {
    static final String PASSWORD = "a good password";
    static final Origin BROWSER = new Origin("192.0.2.1", "Firefox", "request", "POST", "/login");
    static final Origin PROGRAM = new Origin("192.0.2.1", "laptop (Desktop Client - Linux)", "r", "POST", "/login/v2");

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    final SecureRandom random = new SecureRandom();
    EventLog events;
    AccountsFeature accounts;
    LoginsFeature logins;
    Sessions sessions;
    LoginFlows flows;
    Account anna;
    Account eve;

    @BeforeEach
    void openFeature() {
        Ids ids = new Ids(database);
        events = new EventLog(database, clock);
        accounts = CheapAccounts.open(database, ids, events, random, clock);
        logins = new LoginsFeature(database, ids, events, accounts, SessionPolicy.standard(), random, clock);
        sessions = logins.sessions();
        flows = logins.flows();
        anna = account("anna");
        eve = account("eve");
    }

    @AfterEach
    void closeFeature() {
        accounts.close();
    }

    final Account account(String uid) {
        NewAccount wanted =
                new NewAccount(uid, Secret.of(PASSWORD), "", null, List.of(), List.of(), new Quota.Default(), "");
        return ((CreateResult.Created) accounts.accounts().create(Actor.operator("test"), wanted)).account();
    }

    final SignInResult.SignedIn signIn(Account account, boolean remember) {
        SignInResult result = sessions.signIn(account.uid(), Secret.of(PASSWORD), remember, BROWSER);
        assertThat(result).isInstanceOf(SignInResult.SignedIn.class);
        return (SignInResult.SignedIn) result;
    }

    final Secret browser() {
        return Token.random(random, Token.COOKIE_BYTES);
    }

    /** The events of one type, oldest first. SQLite shows them at once, PostgreSQL when no older transaction is left. */
    final List<Event> logged(EventType type) {
        Cursor newest = events.newest();
        long patience = System.nanoTime() + 10_000_000_000L;
        var all = events.after(Cursor.START, EventLog.READ_MAX);
        while (!all.isEmpty() && !all.getLast().at().equals(newest) && System.nanoTime() < patience) {
            Thread.onSpinWait();
            all = events.after(Cursor.START, EventLog.READ_MAX);
        }
        return all.stream()
                .flatMap(event -> event.event().stream())
                .filter(event -> event.type() == type)
                .toList();
    }
}
