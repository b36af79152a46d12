package coffer.locks;

import coffer.accounts.AccountRemoval;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.blobs.Objects;
import coffer.db.Database;
import coffer.db.Session;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.ResourceStep;
import coffer.files.Right;
import coffer.files.Tree;
import coffer.files.View;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Taking, refreshing, giving up and showing the locks of RFC 4918; and what ends by itself, of all kinds. Thread-safe;
 * blocks.
 *
 * <p>A lock of RFC 4918 does not change entity tags: it protects a file and says nothing about its content, and a
 * program that locks a file before it writes with {@code If-Match} must find the tag it knows.
 */
public final class Locks implements AccountRemoval {
    /** The longest time a lock holds without being refreshed. */
    public static final Duration TIMEOUT_MAX = Duration.ofDays(1);

    /** What a client gets that does not say how long. */
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(30);

    /** Locks of one space at a time; all of them are looked at with each change in it. */
    public static final int PER_SPACE_MAX = 1_000;

    /** What {@link #expire} and {@link #remove} remove in one call. */
    static final int EXPIRE_MAX = 500;

    private final Database database;
    private final Files files;
    private final EventLog events;
    private final Clock clock;
    private final Taking taking;
    private final Ending ending;

    public Locks(Database database, Files files, Objects objects, EventLog events, SecureRandom random, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.clock = clock;
        this.taking = new Taking(files, objects, events, random, clock);
        this.ending = new Ending(database, files, events);
    }

    /**
     * Takes a lock (RFC 4918 § 9.10). Where nothing is, an empty file is made in the same transaction.
     *
     * @param request a depth of infinity counts for collections only
     */
    public LockResult lock(View view, FilePath path, LockRequest request, Conditions conditions) {
        return taking.take(view, path, request, conditions);
    }

    /**
     * Sets the time of a lock anew (RFC 4918 § 9.10.2): of the one lock that covers the resource, belongs to the actor
     * and whose token the conditions submit.
     *
     * @param timeout as in {@link LockRequest#timeout}
     */
    public LockResult refresh(View view, FilePath path, @Nullable Duration timeout, Conditions conditions) {
        ResourceStep.Result<LockResult> result =
                files.on(view, path, EventType.FILE_LOCK_REFRESHED, Right.READ, conditions, (tx, resource) -> {
                    Optional<HeldLock> own = held(tx, view).programs(resource.lineage()).stream()
                            .filter(lock -> conditions.lockTokens().contains(lock.token()))
                            .filter(lock -> lock.heldBy(view.actor().account()))
                            .findFirst();
                    if (own.isEmpty()) {
                        return new LockResult.NoSuchLock();
                    }
                    long seconds = grantedSeconds(timeout);
                    HeldLock lock = own.get().until(seconds, HeldLock.expiry(LockGuard.nowUs(clock), seconds));
                    LockRows.refresh(tx, lock);
                    events.append(
                            tx,
                            event(EventType.FILE_LOCK_REFRESHED, view, path, resource.entry())
                                    .with("timeout_s", Long.toString(seconds)));
                    return new LockResult.Granted(active(tx, view, lock), resource.entry(), false);
                });
        return switch (result) {
            case ResourceStep.Result.Done<LockResult>(LockResult done) -> done;
            case ResourceStep.Result.Refused<LockResult>(Refusal refusal) -> new LockResult.Refused(refusal);
        };
    }

    /** Gives up the lock with this token, which must cover the resource and belong to the actor (RFC 4918 § 9.11). */
    public UnlockResult unlock(View view, FilePath path, String token) {
        ResourceStep.Result<UnlockResult> result =
                files.on(view, path, EventType.FILE_UNLOCKED, Right.READ, Conditions.NONE, (tx, resource) -> {
                    Optional<HeldLock> found = held(tx, view).programs(resource.lineage()).stream()
                            .filter(lock -> lock.token().equals(token))
                            .findFirst();
                    if (found.isEmpty()) {
                        return new UnlockResult.NoSuchLock();
                    }
                    if (!found.get().heldBy(view.actor().account())) {
                        return new UnlockResult.Refused(new Refusal.NotAllowed());
                    }
                    LockRows.delete(tx, found.get());
                    events.append(tx, event(EventType.FILE_UNLOCKED, view, path, resource.entry()));
                    return new UnlockResult.Unlocked();
                });
        UnlockResult ended =
                switch (result) {
                    case ResourceStep.Result.Done<UnlockResult>(UnlockResult done) -> done;
                    case ResourceStep.Result.Refused<UnlockResult>(Refusal refusal) ->
                        new UnlockResult.Refused(refusal);
                };
        if (ended instanceof UnlockResult.Refused(Refusal refusal) && refusal instanceof Refusal.NotAllowed) {
            Target target = Target.place(path, view.ownerUid());
            events.append(Event.denied(EventType.FILE_UNLOCKED, view.actor(), target, "the lock is another account's"));
        }
        return ended;
    }

    /** The locks that cover this entry, its own and those of collections above it. */
    public List<ActiveLock> active(View view, Entry entry) {
        return active(view, List.of(entry)).getOrDefault(entry.id(), List.of());
    }

    /** The locks that cover each of these entries; entries without any are absent. One query when the space has none. */
    public Map<FileId, List<ActiveLock>> active(View view, Collection<Entry> entries) {
        return database.read(session -> {
            HeldLocks held = held(session, view);
            if (held.size() == 0) {
                return Map.of();
            }
            Map<FileId, List<ActiveLock>> active = new HashMap<>();
            Map<FileId, List<FileId>> lineages =
                    Tree.lineages(session, entries.stream().map(Entry::id).toList());
            for (Map.Entry<FileId, List<FileId>> entry : lineages.entrySet()) {
                List<ActiveLock> covering = new ArrayList<>();
                for (HeldLock lock : held.programs(entry.getValue())) {
                    covering.add(active(session, view, lock));
                }
                if (!covering.isEmpty()) {
                    active.put(entry.getKey(), List.copyOf(covering));
                }
            }
            return active;
        });
    }

    /**
     * Removes locks whose time is over, a bounded number; they have meant nothing since. Files with a lock that people see
     * get a new entity tag, so that clients see that it is gone.
     *
     * @return whether more are waiting
     */
    public boolean expire() {
        long nowUs = LockGuard.nowUs(clock);
        List<HeldLock> expired = database.read(session -> LockRows.expired(session, nowUs, EXPIRE_MAX));
        ending.all(
                expired,
                EventType.FILE_LOCK_EXPIRED,
                "lock expiry",
                (tx, lock) -> LockRows.deleteExpired(tx, lock, nowUs));
        return expired.size() == EXPIRE_MAX;
    }

    /** Ends the locks of an account that is gone, wherever they are. */
    @Override
    public boolean remove(AccountId account) {
        List<HeldLock> locks = database.read(session -> LockRows.of(session, account, EXPIRE_MAX));
        ending.all(locks, EventType.FILE_UNLOCKED, "account removal", LockRows::delete);
        return locks.size() < EXPIRE_MAX;
    }

    /** What clients ask for, within what is granted. */
    static long grantedSeconds(@Nullable Duration timeout) {
        Duration wanted = timeout == null ? TIMEOUT_DEFAULT : timeout;
        return Math.clamp(wanted.toSeconds(), 1, TIMEOUT_MAX.toSeconds());
    }

    static Event event(EventType type, View view, FilePath path, Entry entry) {
        Target target = entry.collection()
                ? Target.collection(entry.id(), path, view.ownerUid())
                : Target.file(entry.id(), path, view.ownerUid());
        return Event.ok(type, view.actor(), target);
    }

    /** As the view shows it. */
    static ActiveLock active(Session session, View view, HeldLock lock) throws SQLException {
        return lock.at(Tree.path(session, view, lock.root()).orElse(FilePath.ROOT));
    }

    private HeldLocks held(Session session, View view) throws SQLException {
        return new HeldLocks(session, LockRows.held(session, view.space(), LockGuard.nowUs(clock)));
    }
}
