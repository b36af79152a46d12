package coffer.logins;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.accounts.AuthResult;
import coffer.accounts.Authenticator;
import coffer.accounts.CredentialKind;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.DatabaseFull;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Browsers that are signed in. Thread-safe; methods that take a password may wait as {@link Authenticator} does. */
public final class Sessions {
    /** How late the time of the last use may be. */
    static final Duration COARSE = Duration.ofMinutes(1);

    /** Sessions of one account; the one that was idle longest goes. */
    public static final int PER_ACCOUNT_MAX = 100;

    /** No session has this number. */
    private static final long NO_SESSION = 0;

    /** Sessions that one sweep removes. */
    private static final int SWEEP_ROWS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final String COLUMNS =
            "id, account_id, login_name, agent, address, remembered, started_s, seen_s, confirmed_s";
    private static final String INSERT = """
            INSERT INTO login_session
                   (id, account_id, login_name, secret_hash, agent, address, remembered, started_s, seen_s, confirmed_s)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = "SELECT " + COLUMNS + " FROM login_session WHERE secret_hash = ?";
    private static final String LIST =
            "SELECT " + COLUMNS + " FROM login_session WHERE account_id = ? ORDER BY seen_s DESC, id DESC";
    private static final String SEEN = "UPDATE login_session SET seen_s = ?, address = ? WHERE id = ? AND seen_s < ?";
    private static final String CONFIRM = """
            UPDATE login_session SET secret_hash = ?, confirmed_s = ?, seen_s = ?, address = ?
             WHERE id = ? AND secret_hash = ?
            """;
    private static final String END = "DELETE FROM login_session WHERE id = ? AND account_id = ?";
    private static final String END_OTHERS = "DELETE FROM login_session WHERE account_id = ? AND id <> ?";
    private static final String END_CROWDED = """
            DELETE FROM login_session
             WHERE account_id = ?
               AND id NOT IN (SELECT id FROM login_session WHERE account_id = ? ORDER BY seen_s DESC, id DESC LIMIT ?)
            """;
    private static final String SWEEP = """
            DELETE FROM login_session
             WHERE id IN (SELECT id FROM login_session WHERE seen_s < ? ORDER BY seen_s LIMIT ?)
            """;

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final SessionPolicy policy;
    private final SecureRandom random;
    private final Clock clock;

    private record Row(
            long id,
            AccountId account,
            String loginName,
            String agent,
            String address,
            boolean remembered,
            Instant started,
            Instant seen,
            Instant confirmed) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    new AccountId(row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6) == 1,
                    Instant.ofEpochSecond(row.getLong(7)),
                    Instant.ofEpochSecond(row.getLong(8)),
                    Instant.ofEpochSecond(row.getLong(9)));
        }

        boolean alive(SessionPolicy policy, Instant now) {
            return now.isBefore(seen.plus(policy.idle(remembered)))
                    && now.isBefore(started.plus(policy.absolute(remembered)));
        }

        Session with(Account owner) {
            return new Session(id, owner, loginName, agent, address, remembered, started, seen, confirmed);
        }

        SessionInfo info() {
            return new SessionInfo(id, agent, address, remembered, started, seen);
        }
    }

    Sessions(
            Database database,
            Ids ids,
            EventLog events,
            Accounts accounts,
            Authenticator authenticator,
            SessionPolicy policy,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.policy = policy;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Signs a browser in with an account's own password; app passwords are for programs. Always makes a new session, so
     * that a cookie from before is worth nothing.
     */
    public SignInResult signIn(String login, Secret password, boolean remember, Origin origin) {
        return switch (check(login, password, origin)) {
            case AuthResult.Authenticated(Account account, Actor actor, CredentialKind _) ->
                start(account, actor, login, remember, origin);
            case AuthResult.Refused _ -> new SignInResult.Refused();
            case AuthResult.Throttled(Duration retryAfter) -> new SignInResult.Throttled(retryAfter);
            case AuthResult.Busy(Duration retryAfter) -> new SignInResult.Busy(retryAfter);
        };
    }

    private AuthResult check(String login, Secret password, Origin origin) {
        AuthResult result = authenticator.basic(login, password, origin);
        boolean device = result instanceof AuthResult.Authenticated authenticated
                && authenticated.kind() != CredentialKind.PASSWORD;
        return device ? new AuthResult.Refused() : result;
    }

    private SignInResult start(Account account, Actor actor, String login, boolean remember, Origin origin) {
        Instant now = Instant.ofEpochSecond(now());
        Session session =
                new Session(ids.next(), account, login, origin.agent(), origin.address(), remember, now, now, now);
        Secret cookie = Token.random(random, Token.COOKIE_BYTES);
        byte[] hash = Token.hash(cookie);
        database.write(Partition.GENERAL, tx -> {
            long time = now.getEpochSecond();
            long owner = account.id().value();
            tx.update(
                    INSERT,
                    session.id(),
                    owner,
                    login,
                    hash,
                    session.agent(),
                    session.address(),
                    remember,
                    time,
                    time,
                    time);
            tx.update(END_CROWDED, owner, owner, PER_ACCOUNT_MAX);
            events.append(tx, event(EventType.SESSION_STARTED, actor, account, session.id()));
            return true;
        });
        return new SignInResult.SignedIn(session, cookie);
    }

    /** The session that a cookie stands for; empty when it is over, or its account can not be used. */
    public Optional<Session> find(Secret cookie, Origin origin) {
        byte[] hash = Token.hash(cookie);
        Instant now = clock.instant();
        Optional<Row> row = database.read(session -> session.one(FIND, Row::of, (Object) hash))
                .filter(found -> found.alive(policy, now));
        Optional<Session> found = row.flatMap(
                alive -> accounts.byId(alive.account()).filter(Account::enabled).map(alive::with));
        found.ifPresent(session -> noteUse(session, now, origin));
        return found;
    }

    private void noteUse(Session session, Instant now, Origin origin) {
        long time = now.getEpochSecond();
        if (time - session.seen().getEpochSecond() < COARSE.toSeconds()) {
            return;
        }
        try {
            database.write(Partition.GENERAL, tx -> tx.update(SEEN, time, origin.address(), session.id(), time));
        } catch (DatabaseFull e) {
            // Whoever is in must be able to make room.
            LOG.warn("The use of a session could not be recorded: {}", e.getMessage());
        }
    }

    /**
     * Types the password once more, for what needs that. The cookie changes: one that somebody else may have copied
     * does not get the new right.
     */
    public SignInResult confirm(Session session, Secret cookie, Secret password, Origin origin) {
        return switch (check(session.loginName(), password, origin)) {
            case AuthResult.Authenticated(Account account, Actor actor, CredentialKind _)
            when account.id().equals(session.account().id()) -> confirmed(session, cookie, actor, origin);
            case AuthResult.Authenticated _, AuthResult.Refused _ -> new SignInResult.Refused();
            case AuthResult.Throttled(Duration retryAfter) -> new SignInResult.Throttled(retryAfter);
            case AuthResult.Busy(Duration retryAfter) -> new SignInResult.Busy(retryAfter);
        };
    }

    private SignInResult confirmed(Session session, Secret cookie, Actor actor, Origin origin) {
        long time = now();
        Secret renewed = Token.random(random, Token.COOKIE_BYTES);
        byte[] hash = Token.hash(renewed);
        byte[] before = Token.hash(cookie);
        boolean changed = database.write(Partition.GENERAL, tx -> {
            if (tx.update(CONFIRM, hash, time, time, origin.address(), session.id(), before) == 0) {
                return false;
            }
            events.append(tx, event(EventType.SESSION_CONFIRMED, actor, session.account(), session.id()));
            return true;
        });
        if (!changed) {
            renewed.close();
            return new SignInResult.Refused();
        }
        Instant now = Instant.ofEpochSecond(time);
        Session current = new Session(
                session.id(),
                session.account(),
                session.loginName(),
                session.agent(),
                origin.address(),
                session.remembered(),
                session.started(),
                now,
                now);
        return new SignInResult.SignedIn(current, renewed);
    }

    /** The live sessions of the actor's own account, last seen first. */
    public List<SessionInfo> list(Actor actor) {
        AccountId account = actor.account();
        if (account == null) {
            return List.of();
        }
        Instant now = clock.instant();
        return database.read(session -> session.list(LIST, Row::of, account.value())).stream()
                .filter(row -> row.alive(policy, now))
                .map(Row::info)
                .toList();
    }

    /** Ends one session of the actor's own account; returns false when there is none with this id. */
    public boolean end(Actor actor, long id) {
        return database.write(Partition.GENERAL, tx -> {
            AccountId account = actor.account();
            if (account == null || tx.update(END, id, account.value()) == 0) {
                Target target = new Target("session", Long.toString(id), "", "");
                events.append(tx, Event.denied(EventType.SESSION_ENDED, actor, target, "no such session"));
                return false;
            }
            append(tx, actor, account, Long.toString(id));
            return true;
        });
    }

    /** Ends all sessions of the actor's own account but this one; returns how many. */
    public int endOthers(Actor actor, long kept) {
        return database.write(Partition.GENERAL, tx -> {
            AccountId account = actor.account();
            if (account == null) {
                return 0;
            }
            int ended = tx.update(END_OTHERS, account.value(), kept);
            append(tx, actor, account, "all others");
            return ended;
        });
    }

    /** Ends all sessions of an account whose owner has proved otherwise who they are; returns how many. */
    public int endAll(Account account, Origin origin) {
        return endOthers(Actor.user(account.id(), account.uid(), null, origin), NO_SESSION);
    }

    private void append(Transaction tx, Actor actor, AccountId account, String which) {
        events.append(
                tx,
                Event.ok(EventType.SESSION_ENDED, actor, Target.account(account, actor.uid()))
                        .with("session", which));
    }

    /** Removes what can not come to life any more. */
    void sweep() {
        long before = clock.instant().minus(policy.idleRemembered()).getEpochSecond();
        int removed = SWEEP_ROWS;
        while (removed == SWEEP_ROWS) {
            removed = database.write(Partition.GENERAL, tx -> tx.update(SWEEP, before, SWEEP_ROWS));
        }
    }

    private static Event event(EventType type, Actor actor, Account account, long session) {
        return Event.ok(type, actor, Target.account(account.id(), account.uid()))
                .with("session", Long.toString(session));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
