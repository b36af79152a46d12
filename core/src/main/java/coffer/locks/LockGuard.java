package coffer.locks;

import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.files.WriteGuard;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

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

    static long nowUs(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
