package coffer.locks;

import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.files.WriteGuard;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What locks have to say in changes of the tree. One indexed query for each group of changes; nothing more while a space has none. */
public final class LockGuard implements WriteGuard {
    private final Clock clock;

    public LockGuard(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Guarded guarded(Session session, SpaceId space) throws SQLException {
        List<HeldLock> locks = session instanceof Transaction tx
                ? LockRows.heldInGroup(tx, space, nowUs(clock))
                : LockRows.held(session, space, nowUs(clock));
        return locks.isEmpty() ? Guarded.NOTHING : new HeldLocks(session, locks);
    }

    /** Of the locks of a space, of which there are few, those on these files. */
    @Override
    public void transferred(Transaction tx, Collection<FileId> files, SpaceId from, SpaceId to) throws SQLException {
        List<HeldLock> locks = LockRows.heldInGroup(tx, from, nowUs(clock));
        if (!locks.isEmpty()) {
            Set<FileId> moving = new HashSet<>(files);
            for (HeldLock lock : locks) {
                if (moving.contains(lock.root())) {
                    LockRows.toSpace(tx, lock, to);
                }
            }
        }
    }

    static long nowUs(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
