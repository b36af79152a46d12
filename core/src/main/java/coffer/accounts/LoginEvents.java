package coffer.accounts;

import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.DatabaseFull;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the event log hears of sign-ins: a success once for each credential and hour, each refusal, and of a network that
 * is turned away unseen one line a minute, because such answers cost an attacker nothing and would fill the disk.
 */
final class LoginEvents {
    static final Duration SUCCESS_EVERY = Duration.ofHours(1);
    static final Duration THROTTLED_EVERY = Duration.ofMinutes(1);

    /** Throttled networks remembered; a forgotten one is written down again. */
    private static final int THROTTLED_MAX = 10_000;

    /** App passwords remembered; for a forgotten one the row is asked. */
    private static final int ANNOUNCED_MAX = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(LoginEvents.class);

    private final Database database;
    private final EventLog events;
    private final Throttle throttle;
    private final Clock clock;
    /** When the success of an app password was written, seconds since 1970: what {@link AppPasswords} read may be older. */
    private final FreshMap<Long, Long> announced = new FreshMap<>(ANNOUNCED_MAX);

    private final FreshMap<Network, Instant> throttled = new FreshMap<>(THROTTLED_MAX);

    LoginEvents(Database database, EventLog events, Throttle throttle, Clock clock) {
        this.database = database;
        this.events = events;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** An app password was accepted. Writes nothing when it was written down within the hour, here or elsewhere. */
    void accepted(AppPasswords.Login login, Actor actor) {
        long now = clock.instant().getEpochSecond();
        long last = Math.max(login.announcedS(), announced.get(login.id()).orElse(0L));
        if (now - last < SUCCESS_EVERY.toSeconds()) {
            return;
        }
        try {
            database.write(Partition.GENERAL, tx -> {
                if (AppPasswords.announce(tx, login.id(), now, now - SUCCESS_EVERY.toSeconds())) {
                    events.append(tx, succeeded(login.account(), actor).with("appPassword", Long.toString(login.id())));
                }
                return true;
            });
            announced.put(login.id(), now);
        } catch (DatabaseFull e) {
            // Reading and deleting must stay possible on a full disk, or nobody could make room. The event stays due.
            LOG.warn("A successful login could not be recorded: {}", e.getMessage());
        }
    }

    /** An account's password was accepted, in the transaction that records the login. */
    void accepted(Transaction tx, Account account, Actor actor) throws SQLException {
        long now = clock.instant().getEpochSecond();
        if (AccountTable.announce(tx, account.id(), now, now - SUCCESS_EVERY.toSeconds())) {
            events.append(tx, succeeded(account, actor));
        }
    }

    /**
     * A sign-in was refused: counted against further attempts and written down.
     *
     * @param login what was typed; empty for a bare token
     */
    void refused(
            Network network,
            Throttle.Subject subject,
            Secret secret,
            Optional<Account> account,
            String login,
            String reason,
            Origin origin) {
        Event event = Event.denied(EventType.LOGIN_FAILED, Actor.anonymous(origin), target(account, login), reason);
        database.write(Partition.GENERAL, tx -> {
            throttle.failed(tx, network, subject, secret);
            events.append(tx, event);
            return true;
        });
    }

    /** A sign-in was turned away unseen. */
    void throttled(Network network, Optional<Account> account, String login, Origin origin) {
        Instant now = clock.instant();
        Optional<Instant> last = throttled.get(network);
        if (last.isEmpty() || Duration.between(last.get(), now).compareTo(THROTTLED_EVERY) >= 0) {
            throttled.put(network, now);
            events.append(Event.denied(
                    EventType.LOGIN_THROTTLED,
                    Actor.anonymous(origin),
                    target(account, login),
                    "too many failures from " + network));
        }
    }

    private static Event succeeded(Account account, Actor actor) {
        return Event.ok(EventType.LOGIN_SUCCEEDED, actor, Target.account(account.id(), account.uid()));
    }

    /** A name that nobody has is told only if it could be one: people type passwords into the wrong field. */
    static Target target(Optional<Account> account, String login) {
        return account.map(known -> Target.account(known.id(), known.uid()))
                .orElseGet(() -> Target.unknownAccount(
                        Uid.parse(login).isPresent() || Texts.emailFault(login).isEmpty() ? login : ""));
    }
}
