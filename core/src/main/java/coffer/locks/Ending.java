package coffer.locks;

import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ends locks: the row goes, others learn of it by the file's new entity tag, and there is an event. */
final class Ending {
    private final Database database;
    private final Files files;
    private final EventLog events;

    Ending(Database database, Files files, EventLog events) {
        this.database = database;
        this.files = files;
        this.events = events;
    }

    /** Deletes a row; false when there is nothing to delete any more. */
    @FunctionalInterface
    interface Deletion {
        boolean apply(Transaction tx, HeldLock lock) throws SQLException;
    }

    /**
     * Ends one lock that holds, in a transaction of its space.
     *
     * @return the file's new entity tag; null for a lock of RFC 4918, which changes none
     */
    @Nullable
    ETag end(Transaction tx, HeldLock lock, Event event) throws SQLException {
        LockRows.delete(tx, lock);
        return ended(tx, lock, event);
    }

    /** Ends locks of any number of spaces, those of each space in a transaction of its own. */
    void all(List<HeldLock> locks, EventType type, String work, Deletion deletion) {
        Map<Long, List<HeldLock>> bySpace = new TreeMap<>();
        locks.forEach(lock -> bySpace.computeIfAbsent(lock.space().value(), _ -> new ArrayList<>())
                .add(lock));
        bySpace.forEach((space, those) -> database.write(Partition.of(new SpaceId(space)), tx -> {
            int removed = 0;
            for (HeldLock lock : those) {
                if (deletion.apply(tx, lock)) {
                    Target target = new Target("file", Long.toString(lock.root().value()), "", "");
                    ended(tx, lock, Event.ok(type, Actor.system(work), target));
                    removed++;
                }
            }
            return removed;
        }));
    }

    private @Nullable ETag ended(Transaction tx, HeldLock lock, Event event) throws SQLException {
        ETag tag = lock.type() == null ? null : files.renew(tx, lock.root());
        events.append(tx, event);
        return tag;
    }
}
