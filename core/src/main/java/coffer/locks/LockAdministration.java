package coffer.locks;

import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.db.Database;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Conditions;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.ResourceStep;
import coffer.files.Right;
import coffer.files.View;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looking over and breaking the locks of others, which operators may and nobody else. Thread-safe; blocks. */
public final class LockAdministration {
    private final Database database;
    private final Files files;
    private final EventLog events;
    private final Ending ending;
    private final Clock clock;

    public LockAdministration(Database database, Files files, EventLog events, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.ending = new Ending(database, files, events);
        this.clock = clock;
    }

    /**
     * The locks that hold on what lies at or below this path, by path; at most {@link Locks#PER_SPACE_MAX}.
     *
     * @param view of an operator; for anybody else the list is empty
     */
    public List<LockOverview> list(View view, FilePath below) {
        if (!isOperator(view)) {
            return List.of();
        }
        return database.read(session -> {
            List<LockOverview> found = new ArrayList<>();
            for (HeldLock lock : LockRows.held(session, view.space(), LockGuard.nowUs(clock))) {
                FilePath path = Locks.active(session, view, lock).path();
                if (path.startsWith(below)) {
                    found.add(new LockOverview(
                            path,
                            lock.type(),
                            lock.scope(),
                            lock.infinite(),
                            lock.holder(),
                            lock.program(),
                            lock.createdUs() == 0 ? null : HeldLock.instant(lock.createdUs()),
                            lock.end()));
                }
            }
            found.sort(Comparator.comparing(lock -> lock.path().toString()));
            return List.copyOf(found);
        });
    }

    /**
     * Ends all locks on the file or collection at this path, of whatever kind; those on what is above or below it stay.
     * There is one event for each.
     *
     * @param view of an operator; anybody else is refused
     */
    public BreakResult breakLocks(View view, FilePath path) {
        if (!isOperator(view)) {
            events.append(Event.denied(
                    EventType.FILE_LOCK_BROKEN, view.actor(), Target.place(path, view.ownerUid()), "not an operator"));
            return new BreakResult.Refused(new Refusal.NotAllowed());
        }
        ResourceStep.Result<BreakResult> result =
                files.on(view, path, EventType.FILE_LOCK_BROKEN, Right.READ, Conditions.NONE, (tx, resource) -> {
                    List<HeldLock> locks = new HeldLocks(tx, LockRows.held(tx, view.space(), LockGuard.nowUs(clock)))
                            .at(resource.entry().id());
                    for (HeldLock lock : locks) {
                        Event event = Locks.event(EventType.FILE_LOCK_BROKEN, view, path, resource.entry())
                                .with("holder", lock.holder().uid());
                        ending.end(tx, lock, event);
                    }
                    return locks.isEmpty() ? new BreakResult.NotLocked() : new BreakResult.Broken(locks.size());
                });
        return switch (result) {
            case ResourceStep.Result.Done<BreakResult>(BreakResult done) -> done;
            case ResourceStep.Result.Refused<BreakResult>(Refusal refusal) -> new BreakResult.Refused(refusal);
        };
    }

    private static boolean isOperator(View view) {
        return view.actor().kind() == Actor.Kind.OPERATOR;
    }
}
