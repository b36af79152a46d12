package coffer.locks;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.Objects;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.Received;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Conditions;
import coffer.files.EntityTags;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.ResourceStep;
import coffer.files.Right;
import coffer.files.Tree;
import coffer.files.UploadMeta;
import coffer.files.View;
import coffer.files.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Taking a lock, of something that is there or of a name where nothing is yet. */
final class Taking {
    /** A file can come and go between two looks, but nobody does that for ever. */
    private static final int TRIES_MAX = 5;

    private final Files files;
    private final Objects objects;
    private final EventLog events;
    private final SecureRandom random;
    private final Clock clock;

    Taking(Files files, Objects objects, EventLog events, SecureRandom random, Clock clock) {
        this.files = files;
        this.objects = objects;
        this.events = events;
        this.random = random;
        this.clock = clock;
    }

    /** A lock as it was asked for. */
    private record Wish(View view, FilePath path, AccountId holder, LockRequest request, String token) {}

    LockResult take(View view, FilePath path, LockRequest request, Conditions conditions) {
        AccountId holder = view.actor().account();
        if (holder == null) {
            return refused(view, path, "not signed in", new LockResult.Refused(new Refusal.NotAllowed()));
        }
        // RFC 4918 appendix C: a UUID, here a random one, so that nobody can guess the token of another.
        Wish wish = new Wish(view, path, holder, request, HeldLock.TOKEN_SCHEME + ObjectId.random(random));
        for (int i = 0; i < TRIES_MAX; i++) {
            Optional<LockResult> result = takeExisting(wish, conditions);
            if (result.isEmpty()) {
                result = takeNew(wish, conditions);
            }
            if (result.isPresent()) {
                return switch (result.get()) {
                    case LockResult.Conflict conflict ->
                        refused(view, path, "another lock: " + conflict.root(), conflict);
                    case LockResult.TooManyLocks many -> refused(view, path, "too many locks", many);
                    case LockResult.Granted granted -> granted;
                    case LockResult.NoSuchLock none -> none;
                    // The tree has written the event.
                    case LockResult.Refused refused -> refused;
                };
            }
        }
        throw new IllegalStateException("what was to be locked came and went " + TRIES_MAX + " times");
    }

    /** Empty when nothing is there. */
    private Optional<LockResult> takeExisting(Wish wish, Conditions conditions) {
        ResourceStep.Result<LockResult> result = files.on(
                wish.view,
                wish.path,
                EventType.FILE_LOCKED,
                Right.UPDATE,
                conditions,
                (tx, resource) -> take(tx, wish, resource.entry(), resource.lineage(), false));
        return switch (result) {
            case ResourceStep.Result.Done<LockResult>(LockResult done) -> Optional.of(done);
            case ResourceStep.Result.Refused<LockResult>(Refusal refusal) ->
                refusal instanceof Refusal.NotFound ? Optional.empty() : Optional.of(new LockResult.Refused(refusal));
        };
    }

    /** Makes an empty file and locks it (RFC 4918 § 7.3). Empty when something came to be there meanwhile. */
    private Optional<LockResult> takeNew(Wish wish, Conditions conditions) {
        Conditions absent = new Conditions(
                conditions.ifMatch(),
                EntityTags.ANY,
                conditions.ifUnmodifiedSince(),
                conditions.ifHeader(),
                conditions.lockTokens());
        Received empty = receiveNothing(wish.view);
        AtomicReference<LockResult> taken = new AtomicReference<>(new LockResult.NoSuchLock());
        boolean stored = false;
        try {
            SpaceId space = wish.view.space();
            WriteResult result =
                    files.attach(wish.view, wish.path, empty.object(), UploadMeta.NONE, absent, space, (tx, entry) -> {
                        List<FileId> lineage =
                                Tree.lineages(tx, List.of(entry.id())).getOrDefault(entry.id(), List.of());
                        taken.set(take(tx, wish, entry, lineage, true));
                        if (!(taken.get() instanceof LockResult.Granted)) {
                            throw new NotTaken();
                        }
                    });
            stored = result instanceof WriteResult.Created;
            return switch (result) {
                case WriteResult.Created _, WriteResult.Replaced _ -> Optional.of(taken.get());
                case Refusal refusal ->
                    refusal instanceof Refusal.PreconditionFailed failed
                                    && failed.field() == Conditions.Field.IF_NONE_MATCH
                            ? Optional.empty()
                            : Optional.of(new LockResult.Refused(refusal));
            };
        } catch (NotTaken _) {
            return Optional.of(taken.get());
        } finally {
            if (!stored) {
                objects.discard(empty.object());
            }
        }
    }

    /** Within a transaction: looks for locks that exclude this one, and takes it. */
    private LockResult take(Transaction tx, Wish wish, Entry entry, List<FileId> lineage, boolean created)
            throws SQLException {
        View view = wish.view;
        long nowUs = LockGuard.nowUs(clock);
        HeldLocks held = new HeldLocks(tx, LockRows.held(tx, view.space(), nowUs));
        List<HeldLock> meeting = new ArrayList<>(held.covering(lineage));
        if (wish.request.depthInfinity()) {
            meeting.addAll(held.within(entry.id()));
        }
        for (HeldLock other : meeting) {
            if (excludes(wish, other)) {
                return new LockResult.Conflict(Locks.active(tx, view, other).path());
            }
        }
        if (held.size() >= Locks.PER_SPACE_MAX) {
            return new LockResult.TooManyLocks(Locks.PER_SPACE_MAX);
        }
        long seconds = Locks.grantedSeconds(wish.request.timeout());
        HeldLock lock = new HeldLock(
                wish.token,
                view.space(),
                entry.id(),
                new LockHolder(wish.holder, view.actor().uid(), ""),
                null,
                wish.request.scope(),
                wish.request.depthInfinity(),
                wish.request.ownerXml(),
                "",
                nowUs,
                seconds,
                HeldLock.expiry(nowUs, seconds));
        LockRows.insert(tx, lock);
        events.append(
                tx,
                Locks.event(EventType.FILE_LOCKED, view, wish.path, entry)
                        .with("scope", lock.scope().name())
                        .with("depth", lock.infinite() ? "infinity" : "0")
                        .with("timeout_s", Long.toString(seconds)));
        return new LockResult.Granted(lock.at(wish.path), entry, created);
    }

    private static boolean excludes(Wish wish, HeldLock other) {
        if (other.type() != null) {
            return !HeldLock.goTogether(other.type(), other.holder().account(), wish.holder);
        }
        return wish.request.scope() == LockScope.EXCLUSIVE || other.scope() == LockScope.EXCLUSIVE;
    }

    private Received receiveNothing(View view) {
        try {
            return objects.receive(view.space(), InputStream.nullInputStream(), ReceiveLimits.exactly(0), Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException("reading nothing failed", e);
        }
    }

    private LockResult refused(View view, FilePath path, String reason, LockResult result) {
        events.append(Event.denied(EventType.FILE_LOCKED, view.actor(), Target.place(path, view.ownerUid()), reason));
        return result;
    }

    /** Undoes the empty file that a lock which was then not granted has made. */
    private static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotTaken() {
            super("not taken", null, false, false);
        }
    }
}
