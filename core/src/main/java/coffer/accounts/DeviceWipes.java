package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remote wipe: a lost device is told to remove what it has. Ordering it ends the device's app password in the same
 * transaction, so everything else the device tries is refused; it then asks whether it shall wipe, and says when it is
 * done (client protocol, remote wipe: desktop 3.16, Android, iOS).
 *
 * <p>An order is found by the hash of the app password and outlives everything else: neither removing devices from the
 * list nor deleting the account takes it back. It ends when the device has carried it out, or after {@link #KEPT}.
 * A device that is to wipe is always told; app passwords that nobody was given count as failed attempts to sign in
 * ({@link Throttle}). Thread-safe.
 */
public final class DeviceWipes {
    /** How long a device may stay away and is still told. */
    public static final Duration KEPT = Duration.ofDays(365);

    /** Orders shown to an account, the newest. */
    static final int LISTED_MAX = 100;

    /** Orders that one sweep removes. */
    private static final int SWEEP_ROWS = 500;

    private static final String INSERT =
            "INSERT INTO device_wipe (id, account_id, name, secret_hash, ordered_s) VALUES (?, ?, ?, ?, ?)";
    private static final String OPEN = """
            SELECT id, account_id, name, seen_s
              FROM device_wipe
             WHERE secret_hash = ? AND done_s IS NULL
            """;
    private static final String SEEN = "UPDATE device_wipe SET seen_s = ? WHERE id = ? AND seen_s IS NULL";
    private static final String DONE = """
            UPDATE device_wipe SET seen_s = COALESCE(seen_s, ?), done_s = ? WHERE id = ? AND done_s IS NULL
            """;
    private static final String LIST = """
            SELECT id, name, ordered_s, seen_s, done_s
              FROM device_wipe
             WHERE account_id = ?
             ORDER BY id DESC
             LIMIT ?
            """;
    private static final String SWEEP = """
            DELETE FROM device_wipe
             WHERE id IN (SELECT id FROM device_wipe WHERE ordered_s < ? ORDER BY ordered_s LIMIT ?)
            """;

    private final Database database;
    private final EventLog events;
    private final AppPasswords appPasswords;
    private final CredentialEpoch epoch;
    private final Throttle throttle;
    private final Clock clock;

    private record Open(long id, AccountId account, String name, boolean seen) {}

    DeviceWipes(
            Database database,
            EventLog events,
            AppPasswords appPasswords,
            CredentialEpoch epoch,
            Throttle throttle,
            Clock clock) {
        this.database = database;
        this.events = events;
        this.appPasswords = appPasswords;
        this.epoch = epoch;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * Ends an app password and orders its device to wipe. Allowed to its owner and to those who administer the account,
     * but not with an app password: a stolen device must not be able to empty the others.
     *
     * @return false when there is no app password with this id that the actor may end
     */
    public boolean order(Actor actor, long appPassword) {
        return database.write(Partition.GENERAL, tx -> {
            if (actor.credential() != null) {
                appPasswords.refused(tx, actor, appPassword, EventType.DEVICE_WIPE_ORDERED, "by app password");
                return false;
            }
            Optional<AppPasswords.Owner> owner =
                    appPasswords.permitted(tx, actor, appPassword, EventType.DEVICE_WIPE_ORDERED);
            if (owner.isEmpty()) {
                return false;
            }
            AppPasswords.Owner of = owner.get();
            AppPasswords.remove(tx, appPassword);
            tx.update(
                    INSERT,
                    appPassword,
                    of.account().value(),
                    of.name(),
                    of.secretHash().bytes(),
                    now());
            events.append(
                    tx,
                    Event.ok(EventType.DEVICE_WIPE_ORDERED, actor, AppPasswords.target(tx, of))
                            .with("appPassword", Long.toString(appPassword))
                            .with("name", of.name()));
            tx.afterCommit(epoch::raise);
            return true;
        });
    }

    /** Whether the device with this app password shall wipe; that it has asked is noted. */
    public WipeAnswer check(Secret appPassword, Origin origin) {
        Optional<Open> open = open(appPassword);
        if (open.isEmpty()) {
            return unknown(appPassword, origin);
        }
        if (!open.get().seen()) {
            long now = now();
            note(
                    open.get(),
                    EventType.DEVICE_WIPE_SEEN,
                    origin,
                    tx -> tx.update(SEEN, now, open.get().id()));
        }
        return new WipeAnswer.Ordered();
    }

    /** The device with this app password has wiped; unknown when it was not to, or has said so before. */
    public WipeAnswer done(Secret appPassword, Origin origin) {
        Optional<Open> open = open(appPassword);
        if (open.isEmpty()) {
            return unknown(appPassword, origin);
        }
        long now = now();
        boolean noted = note(
                open.get(),
                EventType.DEVICE_WIPE_DONE,
                origin,
                tx -> tx.update(DONE, now, now, open.get().id()));
        return noted ? new WipeAnswer.Ordered() : new WipeAnswer.Unknown();
    }

    private WipeAnswer unknown(Secret appPassword, Origin origin) {
        if (appPassword.length() != AppPasswords.LENGTH) {
            return new WipeAnswer.Unknown();
        }
        Network network = Network.counted(origin.address());
        return switch (throttle.admit(network, Throttle.Subject.NONE)) {
            case Throttle.Admission.TooMany(Duration retryAfter) -> new WipeAnswer.TooMany(retryAfter);
            // Nobody waits: the answer holds nothing that is worth guessing for.
            case Throttle.Admission.Proceed _ -> {
                database.write(Partition.GENERAL, tx -> {
                    throttle.failed(tx, network, Throttle.Subject.NONE, appPassword);
                    return true;
                });
                yield new WipeAnswer.Unknown();
            }
        };
    }

    /** The orders to devices of an account, newest first; empty unless the actor is its owner or administers it. */
    public List<DeviceWipe> list(Actor actor, AccountId account) {
        return database.read(session -> {
            Administration administration = Administration.of(session, actor);
            return administration.is(account) || administration.manages(session, account)
                    ? session.list(LIST, DeviceWipes::wipe, account.value(), LISTED_MAX)
                    : List.of();
        });
    }

    /** Removes orders that are too old. */
    void sweep() {
        long before = clock.instant().minus(KEPT).getEpochSecond();
        int removed = SWEEP_ROWS;
        while (removed == SWEEP_ROWS) {
            removed = database.write(Partition.GENERAL, tx -> tx.update(SWEEP, before, SWEEP_ROWS));
        }
    }

    /** A statement that notes progress; returns the number of changed rows. */
    private interface Step {
        int run(Transaction tx) throws SQLException;
    }

    private boolean note(Open open, EventType type, Origin origin, Step step) {
        Actor device = Actor.anonymous(origin);
        return database.write(Partition.GENERAL, tx -> {
            if (step.run(tx) == 0) {
                return false;
            }
            String uid = AccountTable.byId(tx, open.account())
                    .map(row -> row.account().uid())
                    .orElse("");
            events.append(
                    tx,
                    Event.ok(type, device, Target.account(open.account(), uid))
                            .with("appPassword", Long.toString(open.id()))
                            .with("name", open.name()));
            return true;
        });
    }

    private Optional<Open> open(Secret appPassword) {
        if (appPassword.length() != AppPasswords.LENGTH) {
            return Optional.empty();
        }
        byte[] hash = appPasswords.hash(appPassword).bytes();
        return database.read(session -> session.one(
                OPEN,
                row -> new Open(
                        row.getLong(1),
                        new AccountId(row.getLong(2)),
                        row.getString(3),
                        Session.nullableLong(row, 4) != null),
                (Object) hash));
    }

    private static DeviceWipe wipe(ResultSet row) throws SQLException {
        return new DeviceWipe(
                row.getLong(1),
                row.getString(2),
                Instant.ofEpochSecond(row.getLong(3)),
                instant(Session.nullableLong(row, 4)),
                instant(Session.nullableLong(row, 5)));
    }

    private static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
