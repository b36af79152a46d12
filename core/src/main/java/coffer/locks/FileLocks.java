package coffer.locks;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Transaction;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks that people put on files so that others see them, as the clients know them from the application {@code files_lock}
 * (its {@code LockService}, 2026). One file has one of them at most, and collections have none. Thread-safe; blocks.
 *
 * <p>Locking and unlocking give the file a new entity tag, and all collections above it, in the same transaction: clients
 * that list only what has changed see the lock. The answers carry the tag, so that whoever locked need not fetch the file.
 * A lock goes along when its file is moved within the space, and ends when the file is removed.
 */
public final class FileLocks {
    /** The longest time after which locks may be told to end; longer is for ever. */
    public static final Duration TIMEOUT_MAX = Duration.ofDays(365);

    private static final String TOKEN_BEGIN = HeldLock.TOKEN_SCHEME + "files_lock/";

    private final Database database;
    private final Files files;
    private final EventLog events;
    private final Ending ending;
    private final long timeoutSeconds;
    private final SecureRandom random;
    private final Clock clock;

    /**
     * @param timeout after which a lock ends that nobody has refreshed, up to {@link #TIMEOUT_MAX}; zero for never, as
     *     {@code files_lock} has it unless told otherwise
     */
    public FileLocks(
            Database database, Files files, EventLog events, Duration timeout, SecureRandom random, Clock clock) {
        if (timeout.isNegative() || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("locks end after zero to " + TIMEOUT_MAX.toDays() + " days");
        }
        this.database = database;
        this.files = files;
        this.events = events;
        this.ending = new Ending(database, files, events);
        this.timeoutSeconds = timeout.toSeconds();
        this.random = random;
        this.clock = clock;
    }

    /** A lock as it was asked for. */
    private record Wish(View view, FilePath path, AccountId account, FileLockRequest request, String token) {
        boolean isFor(HeldLock lock) {
            return lock.type() == request.type() && lock.heldBy(account);
        }

        boolean excludedBy(HeldLock other) {
            return other.type() != null
                    || !HeldLock.goTogether(
                            request.type(), account, other.holder().account());
        }
    }

    /** Puts a lock on the file at this path. Who holds one of this type already gets its time anew, and the present tag. */
    public FileLockResult lock(View view, FilePath path, FileLockRequest request, Conditions conditions) {
        return lock(view, path, null, request, conditions);
    }

    /** The same for the file with this id, wherever in the view it lies. */
    public FileLockResult lock(View view, FileId file, FileLockRequest request) {
        return path(view, file)
                .map(path -> lock(view, path, file, request, Conditions.NONE))
                .orElseGet(() -> new FileLockResult.Refused(new Refusal.NotFound()));
    }

    private FileLockResult lock(
            View view, FilePath path, @Nullable FileId expected, FileLockRequest request, Conditions conditions) {
        AccountId account = view.actor().account();
        if (account == null) {
            denied(EventType.FILE_LOCKED, view, path, "not signed in");
            return new FileLockResult.Refused(new Refusal.NotAllowed());
        }
        Wish wish = new Wish(view, path, account, request, TOKEN_BEGIN + ObjectId.random(random));
        ResourceStep.Result<FileLockResult> result =
                files.on(view, path, EventType.FILE_LOCKED, Right.UPDATE, conditions, (tx, resource) -> {
                    if (isAnother(resource, expected)) {
                        return new FileLockResult.Refused(new Refusal.NotFound());
                    }
                    return resource.entry().collection() ? new FileLockResult.NotAFile() : take(tx, wish, resource);
                });
        return switch (result) {
            case ResourceStep.Result.Done<FileLockResult>(FileLockResult done) -> {
                refusalOf(done).ifPresent(reason -> denied(EventType.FILE_LOCKED, view, path, reason));
                yield done;
            }
            case ResourceStep.Result.Refused<FileLockResult>(Refusal refusal) -> new FileLockResult.Refused(refusal);
        };
    }

    private FileLockResult take(Transaction tx, Wish wish, ResourceStep.Resource resource) throws SQLException {
        Entry file = resource.entry();
        long nowUs = LockGuard.nowUs(clock);
        HeldLocks held = new HeldLocks(tx, LockRows.held(tx, wish.view.space(), nowUs));
        Optional<HeldLock> same = held.person(file.id()).filter(wish::isFor);
        if (same.isPresent()) {
            HeldLock lock = same.get().until(timeoutSeconds, HeldLock.expiry(nowUs, timeoutSeconds));
            LockRows.refresh(tx, lock);
            events.append(tx, event(EventType.FILE_LOCK_REFRESHED, wish.view, wish.path, file, lock));
            return new FileLockResult.Granted(lock.shown(), file.etag());
        }
        Optional<HeldLock> other = held.covering(resource.lineage()).stream()
                .filter(wish::excludedBy)
                .findFirst();
        if (other.isPresent()) {
            return heldBy(other.get(), file.etag());
        }
        if (held.size() >= Locks.PER_SPACE_MAX) {
            return new FileLockResult.TooManyLocks(Locks.PER_SPACE_MAX);
        }
        HeldLock lock = made(wish, file, nowUs);
        LockRows.insert(tx, lock);
        ETag tag = files.renew(tx, file.id());
        events.append(tx, event(EventType.FILE_LOCKED, wish.view, wish.path, file, lock));
        return new FileLockResult.Granted(lock.shown(), tag);
    }

    private HeldLock made(Wish wish, Entry file, long nowUs) {
        FileLockType type = wish.request.type();
        return new HeldLock(
                wish.token,
                wish.view.space(),
                file.id(),
                new LockHolder(wish.account, wish.view.actor().uid(), wish.request.holderName()),
                type,
                LockScope.EXCLUSIVE,
                false,
                "",
                type == FileLockType.USER
                        ? ""
                        : ProgramNames.of(wish.view.actor().origin().agent()),
                nowUs,
                timeoutSeconds,
                HeldLock.expiry(nowUs, timeoutSeconds));
    }

    private static FileLockResult heldBy(HeldLock other, ETag tag) {
        return other.type() == null
                ? new FileLockResult.HeldByProgram(other.holder(), tag)
                : new FileLockResult.Held(other.shown(), tag);
    }

    private static Optional<String> refusalOf(FileLockResult result) {
        return switch (result) {
            case FileLockResult.Held held ->
                Optional.of("locked by " + held.by().holder().uid());
            case FileLockResult.HeldByProgram held ->
                Optional.of("locked by a program of " + held.holder().uid());
            case FileLockResult.TooManyLocks _ -> Optional.of("too many locks");
            case FileLockResult.Granted _, FileLockResult.NotAFile _, FileLockResult.Refused _ -> Optional.empty();
        };
    }

    /**
     * Takes the lock off the file at this path. Its holder may, who also ends locks of programs by hand; and by hand the
     * owner of the file may, unless it is the lock of a program ({@link FileLockType#TOKEN}). So does {@code files_lock}.
     *
     * @param type which the caller believes the lock to have
     */
    public FileUnlockResult unlock(View view, FilePath path, FileLockType type, Conditions conditions) {
        return unlock(view, path, null, type, conditions);
    }

    /** The same for the file with this id, wherever in the view it lies. */
    public FileUnlockResult unlock(View view, FileId file, FileLockType type) {
        return path(view, file)
                .map(path -> unlock(view, path, file, type, Conditions.NONE))
                .orElseGet(() -> new FileUnlockResult.Refused(new Refusal.NotFound()));
    }

    private FileUnlockResult unlock(
            View view, FilePath path, @Nullable FileId expected, FileLockType type, Conditions conditions) {
        ResourceStep.Result<FileUnlockResult> result =
                files.on(view, path, EventType.FILE_UNLOCKED, Right.READ, conditions, (tx, resource) -> {
                    if (isAnother(resource, expected)) {
                        return new FileUnlockResult.Refused(new Refusal.NotFound());
                    }
                    return release(tx, view, path, resource.entry(), type);
                });
        return switch (result) {
            case ResourceStep.Result.Done<FileUnlockResult>(FileUnlockResult done) -> {
                if (done instanceof FileUnlockResult.Held held) {
                    denied(
                            EventType.FILE_UNLOCKED,
                            view,
                            path,
                            "locked by " + held.by().holder().uid());
                }
                yield done;
            }
            case ResourceStep.Result.Refused<FileUnlockResult>(Refusal refusal) ->
                new FileUnlockResult.Refused(refusal);
        };
    }

    private FileUnlockResult release(Transaction tx, View view, FilePath path, Entry file, FileLockType type)
            throws SQLException {
        Optional<HeldLock> found =
                new HeldLocks(tx, LockRows.held(tx, view.space(), LockGuard.nowUs(clock))).person(file.id());
        if (found.isEmpty()) {
            return new FileUnlockResult.NotLocked(file.etag());
        }
        HeldLock lock = found.get();
        if (!mayUnlock(view, lock, type)) {
            return new FileUnlockResult.Held(lock.shown(), file.etag());
        }
        EventType ended = lock.heldBy(view.actor().account()) ? EventType.FILE_UNLOCKED : EventType.FILE_LOCK_BROKEN;
        ETag tag = ending.end(tx, lock, event(ended, view, path, file, lock));
        return new FileUnlockResult.Unlocked(tag == null ? file.etag() : tag);
    }

    private static boolean mayUnlock(View view, HeldLock lock, FileLockType asked) {
        AccountId account = view.actor().account();
        boolean holder = lock.heldBy(account);
        if (lock.type() == FileLockType.TOKEN) {
            return holder;
        }
        boolean owner = view.owner().equals(account);
        return (holder && lock.type() == asked) || (owner && asked == FileLockType.USER);
    }

    /** The lock on this entry that people see. */
    public Optional<FileLock> of(View view, Entry entry) {
        return Optional.ofNullable(of(view, List.of(entry)).get(entry.id()));
    }

    /** The locks on these entries that people see; entries without one are absent. One query. */
    public Map<FileId, FileLock> of(View view, Collection<Entry> entries) {
        return database.read(session -> {
            HeldLocks held = new HeldLocks(session, LockRows.held(session, view.space(), LockGuard.nowUs(clock)));
            Map<FileId, FileLock> shown = new HashMap<>();
            if (held.size() > 0) {
                for (Entry entry : entries) {
                    held.person(entry.id()).ifPresent(lock -> shown.put(entry.id(), lock.shown()));
                }
            }
            return shown;
        });
    }

    /** Where a file lies in the view. It may be elsewhere a moment later, so whoever goes there looks again. */
    private Optional<FilePath> path(View view, FileId file) {
        return database.read(session -> Tree.path(session, view, file));
    }

    private static boolean isAnother(ResourceStep.Resource resource, @Nullable FileId expected) {
        return expected != null && !expected.equals(resource.entry().id());
    }

    private static Event event(EventType type, View view, FilePath path, Entry file, HeldLock lock) {
        return Locks.event(type, view, path, file)
                .with("type", String.valueOf(lock.type()))
                .with("holder", lock.holder().uid())
                .with("timeout_s", Long.toString(lock.timeoutSeconds()));
    }

    private void denied(EventType type, View view, FilePath path, String reason) {
        events.append(Event.denied(type, view.actor(), Target.place(path, view.ownerUid()), reason));
    }
}
