package coffer.logins;

import coffer.accounts.AppPasswords;
import coffer.accounts.IssueResult;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Session;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The flows in which sync programs get their app password while only a browser sees the account's own (client protocol,
 * login flow v2 and v1; desktop 3.16, Android, iOS).
 *
 * <p>A flow belongs to the browser that opens its address first, and is granted at most once. In version 2 the app
 * password is made in the transaction in which the program fetches it and the flow ends; so it is handed out once, and
 * neither the database nor whoever reads along the browser's way knows it. An answer that is lost on its way leaves an
 * app password that nobody knows, which its owner sees in the list; the program begins anew. Thread-safe.
 */
public final class LoginFlows {
    /** From its beginning to its end. */
    public static final Duration LIFETIME = Duration.ofMinutes(20);

    /** Programs that may wait from one address at the same time: an office behind one address has many devices. */
    public static final int PER_ADDRESS_MAX = 100;

    /** Flows that one sweep removes. */
    private static final int SWEEP_ROWS = 500;

    private static final int VERSION_1 = 1;
    private static final int VERSION_2 = 2;

    private static final String COUNT = "SELECT COUNT(*) FROM login_flow WHERE address = ? AND begun_s > ?";
    private static final String INSERT = """
            INSERT INTO login_flow (id, poll_hash, login_hash, browser_hash, device, address, begun_s)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String COLUMNS = "id, poll_hash IS NOT NULL, device, address, begun_s";
    private static final String BY_LOGIN =
            "SELECT " + COLUMNS + " FROM login_flow WHERE login_hash = ? AND begun_s > ? AND account_id IS NULL";
    private static final String BY_BROWSER = "SELECT " + COLUMNS + """
              FROM login_flow
             WHERE id = ? AND browser_hash = ? AND begun_s > ? AND account_id IS NULL
            """;
    private static final String BIND = "UPDATE login_flow SET browser_hash = ? WHERE id = ? AND browser_hash IS NULL";
    private static final String GRANT = """
            UPDATE login_flow
               SET account_id = ?, login_name = ?
             WHERE id = ? AND browser_hash = ? AND begun_s > ? AND account_id IS NULL
            """;
    private static final String GRANTED = """
            SELECT id, account_id, login_name, device
              FROM login_flow
             WHERE poll_hash = ? AND begun_s > ? AND account_id IS NOT NULL
            """;
    private static final String END = "DELETE FROM login_flow WHERE id = ?";
    private static final String SWEEP = """
            DELETE FROM login_flow
             WHERE id IN (SELECT id FROM login_flow WHERE begun_s <= ? ORDER BY begun_s LIMIT ?)
            """;

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final AppPasswords appPasswords;
    private final SecureRandom random;
    private final Clock clock;

    private record Granted(long id, AccountId account, String loginName, String device) {}

    LoginFlows(
            Database database, Ids ids, EventLog events, AppPasswords appPasswords, SecureRandom random, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.appPasswords = appPasswords;
        this.random = random;
        this.clock = clock;
    }

    /** Begins a flow of version 2 for a program, which names itself in the agent of {@code origin}. */
    public FlowStart begin(Origin origin) {
        Secret poll = Token.random(random, Token.FLOW_BYTES);
        Secret login = Token.random(random, Token.FLOW_BYTES);
        if (insert(Token.hash(poll), Token.hash(login), null, origin).isPresent()) {
            return new FlowStart.Begun(poll, login);
        }
        poll.close();
        login.close();
        return new FlowStart.TooMany();
    }

    /**
     * Begins a flow of version 1, within the program's own browser.
     *
     * @param browser the secret of the browser's cookie
     * @return empty when too many programs wait from this address already
     */
    public Optional<LoginFlow> beginWithin(Secret browser, Origin origin) {
        return insert(null, null, Token.hash(browser), origin).flatMap(id -> find(id, browser));
    }

    private Optional<Long> insert(
            byte @Nullable [] poll, byte @Nullable [] login, byte @Nullable [] browser, Origin origin) {
        long id = ids.next();
        long now = clock.instant().getEpochSecond();
        return database.write(Partition.GENERAL, tx -> {
            int waiting = tx.one(COUNT, row -> row.getInt(1), origin.address(), alive())
                    .orElseThrow();
            if (waiting >= PER_ADDRESS_MAX) {
                return Optional.empty();
            }
            tx.update(INSERT, id, poll, login, browser, origin.agent(), origin.address(), now);
            return Optional.of(id);
        });
    }

    /**
     * A browser opens the address of a flow, which belongs to it from now on.
     *
     * @param login the token in the address
     * @param browser the secret of the browser's cookie
     * @return empty when the flow is over, granted, or was opened by another browser before
     */
    public Optional<LoginFlow> open(Secret login, Secret browser, Origin origin) {
        byte[] hash = Token.hash(login);
        byte[] browserHash = Token.hash(browser);
        Optional<LoginFlow> flow = database.read(session -> session.one(BY_LOGIN, LoginFlows::flow, hash, alive()));
        if (flow.isEmpty()) {
            return Optional.empty();
        }
        long id = flow.get().id();
        database.write(Partition.GENERAL, tx -> tx.update(BIND, browserHash, id));
        Optional<LoginFlow> ours = find(id, browser);
        if (ours.isEmpty()) {
            Target target = new Target("login_flow", Long.toString(id), "", "");
            events.append(Event.denied(
                    EventType.LOGIN_FLOW_STOLEN, Actor.anonymous(origin), target, "opened in another browser before"));
        }
        return ours;
    }

    /** A flow that this browser has opened; empty when it is over or granted. */
    public Optional<LoginFlow> find(long id, Secret browser) {
        byte[] hash = Token.hash(browser);
        return database.read(session -> session.one(BY_BROWSER, LoginFlows::flow, id, hash, alive()));
    }

    /**
     * The person at this browser lets the program into their account.
     *
     * @param actor signed in with the account's own password
     * @param loginName what was typed, and will be typed with the app password
     */
    public FlowGrant grant(Actor actor, long id, Secret browser, String loginName) {
        Optional<LoginFlow> flow = find(id, browser);
        AccountId account = actor.account();
        if (flow.isEmpty() || account == null) {
            refuse(actor, id, "no such flow");
            return new FlowGrant.Gone();
        }
        return flow.get().version() == VERSION_1
                ? issueNow(actor, account, flow.get(), browser, loginName)
                : grantForPoll(actor, account, flow.get(), browser, loginName);
    }

    private FlowGrant grantForPoll(Actor actor, AccountId account, LoginFlow flow, Secret browser, String loginName) {
        byte[] hash = Token.hash(browser);
        return database.write(Partition.GENERAL, tx -> {
            if (tx.update(GRANT, account.value(), loginName, flow.id(), hash, alive()) == 0) {
                return new FlowGrant.Gone();
            }
            events.append(tx, granted(actor, account, flow));
            return new FlowGrant.Granted();
        });
    }

    private FlowGrant issueNow(Actor actor, AccountId account, LoginFlow flow, Secret browser, String loginName) {
        byte[] hash = Token.hash(browser);
        AppPasswords.Draft draft = appPasswords.draft();
        FlowGrant result = database.write(Partition.GENERAL, tx -> {
            if (tx.update(GRANT, account.value(), loginName, flow.id(), hash, alive()) == 0) {
                return new FlowGrant.Gone();
            }
            IssueResult issued = appPasswords.issue(tx, draft, actor, account, loginName, flow.device());
            tx.update(END, flow.id());
            if (issued instanceof IssueResult.Issued made) {
                events.append(tx, granted(actor, account, flow));
                return new FlowGrant.Issued(made.loginName(), made.secret());
            }
            return issued instanceof IssueResult.TooMany ? new FlowGrant.TooMany() : new FlowGrant.Gone();
        });
        if (!(result instanceof FlowGrant.Issued)) {
            draft.close();
        }
        return result;
    }

    /**
     * The program asks whether it was let in. Unknown, waiting, fetched and over are all the same: empty.
     *
     * @param origin of the program
     */
    public Optional<FlowOutcome> poll(Secret poll, Origin origin) {
        byte[] hash = Token.hash(poll);
        // Programs ask every second; most answers need no transaction.
        if (granted(hash).isEmpty()) {
            return Optional.empty();
        }
        AppPasswords.Draft draft = appPasswords.draft();
        Optional<FlowOutcome> outcome = database.write(Partition.GENERAL, tx -> fetch(tx, hash, draft, origin));
        if (outcome.isEmpty()) {
            draft.close();
        }
        return outcome;
    }

    private Optional<Granted> granted(byte[] hash) {
        return database.read(session -> granted(session, hash));
    }

    private Optional<Granted> granted(Session session, byte[] hash) throws SQLException {
        return session.one(
                GRANTED,
                row -> new Granted(row.getLong(1), new AccountId(row.getLong(2)), row.getString(3), row.getString(4)),
                hash,
                alive());
    }

    private Optional<FlowOutcome> fetch(Transaction tx, byte[] hash, AppPasswords.Draft draft, Origin origin)
            throws SQLException {
        Optional<Granted> granted = granted(tx, hash);
        // Of two that ask at the same time one gets it.
        if (granted.isEmpty() || tx.update(END, granted.get().id()) == 0) {
            return Optional.empty();
        }
        Granted by = granted.get();
        Actor actor = Actor.user(by.account(), "", null, origin);
        return appPasswords.issue(tx, draft, actor, by.account(), by.loginName(), by.device())
                        instanceof IssueResult.Issued issued
                ? Optional.of(new FlowOutcome(issued.loginName(), issued.secret()))
                : Optional.empty();
    }

    /** Removes flows that are over. */
    void sweep() {
        long over = alive();
        int removed = SWEEP_ROWS;
        while (removed == SWEEP_ROWS) {
            removed = database.write(Partition.GENERAL, tx -> tx.update(SWEEP, over, SWEEP_ROWS));
        }
    }

    private void refuse(Actor actor, long id, String reason) {
        Target target = new Target("login_flow", Long.toString(id), "", "");
        events.append(Event.denied(EventType.LOGIN_FLOW_GRANTED, actor, target, reason));
    }

    private static LoginFlow flow(ResultSet row) throws SQLException {
        Instant begun = Instant.ofEpochSecond(row.getLong(5));
        int version = row.getBoolean(2) ? VERSION_2 : VERSION_1;
        return new LoginFlow(row.getLong(1), version, row.getString(3), row.getString(4), begun, begun.plus(LIFETIME));
    }

    private static Event granted(Actor actor, AccountId account, LoginFlow flow) {
        return Event.ok(EventType.LOGIN_FLOW_GRANTED, actor, Target.account(account, actor.uid()))
                .with("device", flow.device())
                .with("begunFrom", flow.address());
    }

    /** Flows that were begun after this are not over; seconds since 1970. */
    private long alive() {
        return clock.instant().minus(LIFETIME).getEpochSecond();
    }
}
