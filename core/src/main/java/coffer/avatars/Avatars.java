package coffer.avatars;

import coffer.accounts.Account;
import coffer.accounts.AccountRemoval;
import coffer.accounts.Accounts;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.time.Clock;
import java.util.Optional;

/** The pictures of the accounts. A change is durable, and is an event, when its method returns. Thread-safe. */
public final class Avatars implements AccountRemoval, AutoCloseable {
    /** The side of the small picture in pixels. */
    public static final int SMALL = 64;

    /** The side of the large picture in pixels. */
    public static final int LARGE = 512;

    /** The largest file that is looked at: a photograph as telephones take it. */
    public static final int FILE_BYTES_MAX = 20 * 1024 * 1024;

    private static final String SMALL_OF = "SELECT fingerprint, small_png FROM avatar WHERE account_id = ?";
    private static final String LARGE_OF = "SELECT fingerprint, large_png FROM avatar WHERE account_id = ?";
    private static final String PUT = """
            INSERT INTO avatar (account_id, fingerprint, small_png, large_png, changed_s)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE
               SET fingerprint = excluded.fingerprint,
                   small_png = excluded.small_png,
                   large_png = excluded.large_png,
                   changed_s = excluded.changed_s
            """;
    private static final String DELETE = "DELETE FROM avatar WHERE account_id = ?";

    private final Database database;
    private final EventLog events;
    private final Accounts accounts;
    private final Clock clock;
    private final Workshop workshop;

    public Avatars(Database database, EventLog events, Accounts accounts, Clock clock) {
        this(database, events, accounts, clock, new Workshop());
    }

    /** @param workshop ended by {@link #close} */
    Avatars(Database database, EventLog events, Accounts accounts, Clock clock, Workshop workshop) {
        this.workshop = workshop;
        this.database = database;
        this.events = events;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * The picture chosen for an account; empty when there is none.
     *
     * @param side as asked for, in pixels: up to {@link #SMALL} gives the small one, more the large one
     */
    public Optional<ChosenPicture> of(AccountId account, int side) {
        return database.read(session -> session.one(
                side <= SMALL ? SMALL_OF : LARGE_OF,
                row -> new ChosenPicture(row.getString(1), row.getBytes(2)),
                account.value()));
    }

    /**
     * Chooses a picture for the actor's own account: the middle square of what the file shows.
     *
     * @param file PNG, JPEG or GIF (its first picture), at most {@link #FILE_BYTES_MAX} bytes and
     *     {@link Decoding#PIXELS_MAX} pixels
     */
    public AvatarResult choose(Actor actor, byte[] file) {
        AccountId id = actor.account();
        if (id == null) {
            return refuse(EventType.AVATAR_CHANGED, actor, Target.NONE, "not allowed", new AvatarResult.NotAllowed());
        }
        Target target = Target.account(id, actor.uid());
        return switch (workshop.draw(file)) {
            case Workshop.Drawing.Finished drawn -> store(actor, id, target, drawn);
            case Workshop.Drawing.Unusable(String reason) ->
                refuse(EventType.AVATAR_CHANGED, actor, target, reason, new AvatarResult.Unusable(reason));
            case Workshop.Drawing.Busy _ ->
                refuse(EventType.AVATAR_CHANGED, actor, target, "busy", new AvatarResult.Busy());
        };
    }

    private AvatarResult store(Actor actor, AccountId id, Target target, Workshop.Drawing.Finished drawn) {
        return database.write(Partition.GENERAL, tx -> {
            // It may have been deleted while the picture was drawn, and what is kept for it been removed already.
            if (!accounts.exists(tx, id)) {
                events.append(tx, Event.denied(EventType.AVATAR_CHANGED, actor, target, "unknown account"));
                return new AvatarResult.UnknownAccount();
            }
            tx.update(
                    PUT,
                    id.value(),
                    drawn.fingerprint(),
                    drawn.small(),
                    drawn.large(),
                    clock.instant().getEpochSecond());
            events.append(tx, Event.ok(EventType.AVATAR_CHANGED, actor, target));
            return new AvatarResult.Done();
        });
    }

    /** Removes the picture of an account, one's own or as an administrator; done also when there was none. */
    public AvatarResult withdraw(Actor actor, String uid) {
        Optional<Account> found = accounts.visible(actor, uid);
        if (found.isEmpty()) {
            return refuse(
                    EventType.AVATAR_REMOVED,
                    actor,
                    Target.unknownAccount(uid),
                    "unknown account",
                    new AvatarResult.UnknownAccount());
        }
        AccountId id = found.get().id();
        Target target = Target.account(id, found.get().uid());
        if (!id.equals(actor.account()) && !accounts.isAdmin(actor)) {
            return refuse(EventType.AVATAR_REMOVED, actor, target, "not allowed", new AvatarResult.NotAllowed());
        }
        return database.write(Partition.GENERAL, tx -> {
            if (tx.update(DELETE, id.value()) > 0) {
                events.append(tx, Event.ok(EventType.AVATAR_REMOVED, actor, target));
            }
            return new AvatarResult.Done();
        });
    }

    private AvatarResult refuse(EventType type, Actor actor, Target target, String reason, AvatarResult result) {
        events.append(Event.denied(type, actor, target, reason));
        return result;
    }

    @Override
    public boolean remove(AccountId account) {
        database.write(Partition.GENERAL, tx -> tx.update(DELETE, account.value()));
        return true;
    }

    /** Ends the thread that draws. The database stays open. */
    @Override
    public void close() {
        workshop.close();
    }
}
