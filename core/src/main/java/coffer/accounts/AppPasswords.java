package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passwords for devices and programs: {@value #LENGTH} random letters and digits each, of which only a keyed hash is
 * kept. They hold 428 bits of chance, so a fast hash is right for them; an account's own password needs a slow one.
 *
 * <p>A check finds the row by the hash of what was presented. The hash is keyed, so the time of the look-up tells
 * nothing about any secret. What was found is believed for two seconds ({@link CredentialEpoch}), which makes a check
 * cost microseconds; one that was revoked here is dead when {@link #revoke} returns. Thread-safe.
 */
public final class AppPasswords {
    /** Letters and digits of an app password; existing clients and servers use 72 (client protocol, login flow v2). */
    public static final int LENGTH = 72;

    /** App passwords of one account. */
    public static final int PER_ACCOUNT_MAX = 10_000;

    /** Characters of a device's name; longer ones are cut. */
    public static final int NAME_LENGTH_MAX = 128;

    /** Believed at the same time; more than a process serves within two seconds. */
    private static final int FRESH_MAX = 20_000;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static final String FIND = "SELECT " + AccountTable.COLUMNS + """
                   , p.id, p.login_name, p.last_used_s, p.announced_s
              FROM app_password AS p
              JOIN account AS a ON a.id = p.account_id
             WHERE p.secret_hash = ? AND a.enabled = 1 AND a.deleted_s IS NULL
            """;
    private static final String INSERT = """
            INSERT INTO app_password (id, account_id, login_name, name, secret_hash, created_s, last_used_s, announced_s)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0)
            """;
    private static final String COUNT = "SELECT COUNT(*) FROM app_password WHERE account_id = ?";
    private static final String LIST = """
            SELECT id, login_name, name, created_s, last_used_s
              FROM app_password
             WHERE account_id = ? AND id > ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String NAMES = "SELECT id, name FROM app_password WHERE id IN (:in)";
    private static final String OWNER = "SELECT account_id, name, secret_hash FROM app_password WHERE id = ?";
    private static final String DELETE = "DELETE FROM app_password WHERE id = ?";
    private static final String DELETE_ALL = "DELETE FROM app_password WHERE account_id = ?";
    private static final String RENEW = """
            UPDATE app_password
               SET secret_hash = ?
             WHERE id = ? AND account_id = ?
            RETURNING login_name, name
            """;
    private static final String RENAME = "UPDATE app_password SET name = ? WHERE id = ?";
    private static final String USED = "UPDATE app_password SET last_used_s = ? WHERE id = ? AND last_used_s < ?";
    private static final String ANNOUNCE = "UPDATE app_password SET announced_s = ? WHERE id = ? AND announced_s <= ?";

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final CredentialEpoch epoch;
    private final CredentialUses uses;
    private final KeyedHash hashes;
    private final SecureRandom random;
    private final Clock clock;
    private final FreshMap<Digest, Known> fresh = new FreshMap<>(FRESH_MAX);

    /**
     * An app password that works, with its account.
     *
     * @param announcedS when its last success event was written, seconds since 1970
     */
    record Login(Account account, long id, String loginName, long announcedS) {
        /** Whether this login name goes with it, in any letter case. */
        boolean isFor(String login) {
            return AccountTable.key(loginName).equals(AccountTable.key(login));
        }
    }

    /** An app password that is not in the database yet; closed by whoever does not get to issue it. */
    public static final class Draft implements AutoCloseable {
        private final long id;
        private final Secret secret;
        private final byte[] hash;

        private Draft(long id, Secret secret, byte[] hash) {
            this.id = id;
            this.secret = secret;
            this.hash = hash;
        }

        @Override
        public void close() {
            secret.close();
        }
    }

    private record Known(Login login, CredentialEpoch.Reading reading) {}

    private record Found(Login login, long lastUsedS) {}

    /** Whose it is, the name of the device, and what stands for the secret. */
    record Owner(AccountId account, String name, Digest secretHash) {}

    AppPasswords(
            Database database,
            Ids ids,
            EventLog events,
            CredentialEpoch epoch,
            CredentialUses uses,
            KeyedHash instance,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.epoch = epoch;
        this.uses = uses;
        this.hashes = instance.derive("app password");
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes an app password. Allowed to the account itself, signed in with its own password, and to the operator.
     *
     * @param loginName what will be typed with it: the login name of the sign-in that asked for it
     * @param name of the device or program; cut and cleaned rather than refused, because programs name themselves
     */
    public IssueResult issue(Actor actor, AccountId account, String loginName, String name) {
        Draft draft = draft();
        IssueResult result = database.write(Partition.GENERAL, tx -> issue(tx, draft, actor, account, loginName, name));
        if (!(result instanceof IssueResult.Issued)) {
            draft.close();
        }
        return result;
    }

    /** An app password to be issued in a transaction; not to be called within one. */
    public Draft draft() {
        Secret secret = generate();
        return new Draft(ids.next(), secret, hash(secret).bytes());
    }

    /** As {@link #issue(Actor, AccountId, String, String)}, as a part of a larger change. */
    public IssueResult issue(Transaction tx, Draft draft, Actor actor, AccountId account, String loginName, String name)
            throws SQLException {
        String cleaned = cleaned(name);
        Optional<Account> found = AccountTable.byId(tx, account).map(AccountTable.Row::account);
        Target target = found.map(owner -> Target.account(owner.id(), owner.uid()))
                .orElseGet(() -> Target.account(account, ""));
        if (!mayIssue(actor, account)) {
            events.append(tx, Event.denied(EventType.APP_PASSWORD_ISSUED, actor, target, "not allowed"));
            return new IssueResult.NotAllowed();
        }
        if (found.isEmpty() || !found.get().enabled()) {
            events.append(tx, Event.denied(EventType.APP_PASSWORD_ISSUED, actor, target, "no such account"));
            return new IssueResult.UnknownAccount();
        }
        int number = tx.one(COUNT, row -> row.getInt(1), account.value()).orElseThrow();
        if (number >= PER_ACCOUNT_MAX) {
            events.append(tx, Event.denied(EventType.APP_PASSWORD_ISSUED, actor, target, "too many"));
            return new IssueResult.TooMany();
        }
        tx.update(INSERT, draft.id, account.value(), loginName, cleaned, draft.hash, now());
        events.append(
                tx,
                Event.ok(EventType.APP_PASSWORD_ISSUED, actor, target)
                        .with("appPassword", Long.toString(draft.id))
                        .with("name", cleaned));
        return new IssueResult.Issued(draft.id, loginName, draft.secret);
    }

    /**
     * Gives the app password that the actor has signed in with another secret; the old one is dead at once. Refused to
     * whoever signed in with something else.
     */
    public IssueResult renew(Actor actor) {
        @Nullable Long id = actor.credential();
        @Nullable AccountId account = actor.account();
        if (id == null || account == null) {
            events.append(Event.denied(EventType.APP_PASSWORD_ISSUED, actor, Target.NONE, "no app password"));
            return new IssueResult.NotAllowed();
        }
        Secret secret = generate();
        byte[] hash = hash(secret).bytes();
        Target target = Target.account(account, actor.uid());
        IssueResult result = database.write(Partition.GENERAL, tx -> {
            Optional<String[]> renewed =
                    tx.one(RENEW, row -> new String[] {row.getString(1), row.getString(2)}, hash, id, account.value());
            if (renewed.isEmpty()) {
                events.append(tx, Event.denied(EventType.APP_PASSWORD_ISSUED, actor, target, "revoked"));
                return new IssueResult.NotAllowed();
            }
            String number = Long.toString(id);
            events.append(
                    tx, Event.ok(EventType.APP_PASSWORD_REVOKED, actor, target).with("appPassword", number));
            events.append(
                    tx,
                    Event.ok(EventType.APP_PASSWORD_ISSUED, actor, target)
                            .with("appPassword", number)
                            .with("name", renewed.get()[1]));
            tx.afterCommit(epoch::raise);
            return new IssueResult.Issued(id, renewed.get()[0], secret);
        });
        if (!(result instanceof IssueResult.Issued)) {
            secret.close();
        }
        return result;
    }

    /**
     * A page of the app passwords of an account, oldest first; empty unless the actor is its owner or administers it.
     *
     * @param after the id of the last one of the page before, 0 for the first page
     * @param max how many at most
     */
    public List<AppPassword> list(Actor actor, AccountId account, long after, int max) {
        return database.read(session -> {
            Administration administration = Administration.of(session, actor);
            if (!administration.is(account) && !administration.manages(session, account)) {
                return List.of();
            }
            return session.list(
                    LIST,
                    row -> new AppPassword(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochSecond(row.getLong(4)),
                            row.getLong(5) == 0 ? null : Instant.ofEpochSecond(row.getLong(5))),
                    account.value(),
                    after,
                    max);
        });
    }

    /** How many app passwords an account has. For the server's own use: whoever asks may learn of it. */
    public int count(AccountId account) {
        return database.read(session -> session.one(COUNT, row -> row.getInt(1), account.value()))
                .orElseThrow();
    }

    /**
     * What devices are called, by the ids of their app passwords; those that are gone are absent. For the server's own use:
     * whoever asks may learn of it.
     */
    public Map<Long, String> names(Collection<Long> appPasswords) {
        Map<Long, String> names = new HashMap<>();
        database.read(session ->
                        session.listIn(NAMES, row -> Map.entry(row.getLong(1), row.getString(2)), appPasswords))
                .forEach(name -> names.put(name.getKey(), name.getValue()));
        return names;
    }

    /**
     * Gives the device of an app password another name. Allowed to its owner and to those who administer the account.
     *
     * @param name cut and cleaned rather than refused
     * @return false when there is none with this id that the actor may change
     */
    public boolean rename(Actor actor, long id, String name) {
        String cleaned = cleaned(name);
        return database.write(Partition.GENERAL, tx -> {
            Optional<Owner> owner = permitted(tx, actor, id, EventType.APP_PASSWORD_RENAMED);
            if (owner.isEmpty()) {
                return false;
            }
            tx.update(RENAME, cleaned, id);
            events.append(
                    tx,
                    Event.ok(EventType.APP_PASSWORD_RENAMED, actor, target(tx, owner.get()))
                            .with("appPassword", Long.toString(id))
                            .changed("name", owner.get().name(), cleaned));
            return true;
        });
    }

    /**
     * Ends an app password: dead here when this returns, elsewhere within two seconds. Allowed to its owner, with
     * whatever they signed in, and to those who administer the account.
     *
     * @return false when there is none with this id that the actor may end
     */
    public boolean revoke(Actor actor, long id) {
        return database.write(Partition.GENERAL, tx -> {
            Optional<Owner> owner = permitted(tx, actor, id, EventType.APP_PASSWORD_REVOKED);
            if (owner.isEmpty()) {
                return false;
            }
            tx.update(DELETE, id);
            events.append(
                    tx,
                    Event.ok(EventType.APP_PASSWORD_REVOKED, actor, target(tx, owner.get()))
                            .with("appPassword", Long.toString(id))
                            .with("name", owner.get().name()));
            tx.afterCommit(epoch::raise);
            return true;
        });
    }

    /**
     * Whose app password this is, if the actor may change it; otherwise the refusal is written down.
     *
     * @param type of the act that was tried
     */
    Optional<Owner> permitted(Transaction tx, Actor actor, long id, EventType type) throws SQLException {
        Optional<Owner> owner = tx.one(
                OWNER,
                row -> new Owner(new AccountId(row.getLong(1)), row.getString(2), Digest.of(row.getBytes(3))),
                id);
        Administration administration = Administration.of(tx, actor);
        boolean allowed = owner.isPresent()
                && (administration.is(owner.get().account())
                        || administration.manages(tx, owner.get().account()));
        if (!allowed) {
            refused(tx, actor, id, type, owner.isPresent() ? "not allowed" : "no such app password");
            return Optional.empty();
        }
        return owner;
    }

    void refused(Transaction tx, Actor actor, long id, EventType type, String reason) {
        Target target = new Target("app_password", Long.toString(id), "", "");
        events.append(tx, Event.denied(type, actor, target, reason));
    }

    static Target target(Session session, Owner owner) throws SQLException {
        String uid = AccountTable.byId(session, owner.account())
                .map(row -> row.account().uid())
                .orElse("");
        return Target.account(owner.account(), uid);
    }

    /** What an app password of these characters stands for; empty when there is none that works. */
    Optional<Login> check(Secret presented) {
        if (presented.length() != LENGTH) {
            return Optional.empty();
        }
        Digest key = hash(presented);
        Instant now = clock.instant();
        Optional<Known> known = fresh.get(key);
        if (known.isPresent() && epoch.fresh(known.get().reading(), now)) {
            return Optional.of(known.get().login());
        }
        CredentialEpoch.Reading reading = epoch.begin(now);
        Optional<Found> found = database.read(session -> find(session, key));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Login login = found.get().login();
        uses.note(login.id(), login.account().id(), found.get().lastUsedS(), now);
        fresh.put(key, new Known(login, reading));
        return Optional.of(login);
    }

    /** Returns whether the last success event is older than {@code beforeS}; then the caller writes the next. */
    static boolean announce(Transaction tx, long id, long nowS, long beforeS) throws SQLException {
        return tx.update(ANNOUNCE, nowS, id, beforeS) == 1;
    }

    static void used(Transaction tx, long id, long atS) throws SQLException {
        tx.update(USED, atS, id, atS);
    }

    static void remove(Transaction tx, long id) throws SQLException {
        tx.update(DELETE, id);
    }

    static void removeAll(Transaction tx, AccountId account) throws SQLException {
        tx.update(DELETE_ALL, account.value());
    }

    private static boolean mayIssue(Actor actor, AccountId account) {
        return switch (actor.kind()) {
            case OPERATOR, SYSTEM -> true;
            case USER -> account.equals(actor.account()) && actor.credential() == null;
            case ANONYMOUS -> false;
        };
    }

    private static Optional<Found> find(Session session, Digest key) throws SQLException {
        return session.one(
                FIND,
                row -> new Found(
                        new Login(
                                AccountTable.row(row).account(),
                                row.getLong(AccountTable.COLUMN_COUNT + 1),
                                row.getString(AccountTable.COLUMN_COUNT + 2),
                                row.getLong(AccountTable.COLUMN_COUNT + 4)),
                        row.getLong(AccountTable.COLUMN_COUNT + 3)),
                (Object) key.bytes());
    }

    Digest hash(Secret secret) {
        byte[] bytes = secret.revealUtf8();
        try {
            return hashes.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private Secret generate() {
        char[] chars = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            chars[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        Secret secret = new Secret(chars);
        Arrays.fill(chars, '\0');
        return secret;
    }

    private static String cleaned(String name) {
        String printable = name.codePoints()
                .map(c -> Texts.printable(Character.toString(c)) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (printable.isEmpty()) {
            return "unnamed";
        }
        return printable.codePointCount(0, printable.length()) <= NAME_LENGTH_MAX
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, NAME_LENGTH_MAX));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
