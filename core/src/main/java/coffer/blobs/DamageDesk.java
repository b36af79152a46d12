package coffer.blobs;

import coffer.base.ObjectId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where damage is noticed: makes the exceptions of unreadable content, and reports each object once however often it is
 * asked for. Reporting never hides the damage itself. Thread-safe.
 */
final class DamageDesk {
    /** Objects told of; what is damaged beyond that is only thrown. Damage on this scale is one story. */
    static final int REMEMBERED_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DamageDesk.class);

    private final BlobReports reports;
    private final SmallObjects kept;
    private final Set<ObjectId> told = ConcurrentHashMap.newKeySet();

    /** @param kept which forgets what is damaged, because it may be mended */
    DamageDesk(BlobReports reports, SmallObjects kept) {
        this.reports = reports;
        this.kept = kept;
    }

    ObjectDamaged damaged(ObjectId id, String reason) {
        return told(new ObjectDamaged(id, reason), reason);
    }

    ObjectDamaged damaged(ObjectId id, Throwable cause) {
        return told(new ObjectDamaged(id, cause), String.valueOf(cause.getMessage()));
    }

    /** Damage that was found before anybody has asked for the object. */
    void found(ObjectId id, String reason) {
        told(new ObjectDamaged(id, reason), reason);
    }

    /** The object is whole again: what is kept of it may be of before, and its next damage is another one. */
    void mended(ObjectId id) {
        kept.forget(id);
        told.remove(id);
    }

    /** The object was made whole with a copy. */
    void repaired(ObjectId id) {
        mended(id);
        try {
            reports.repaired(id);
        } catch (RuntimeException e) {
            // It is repaired all the same.
            LOG.error("the repair of object {} could not be reported: {}", id, e.toString());
        }
    }

    ObjectMissing missing(ObjectId id) {
        ObjectMissing missing = new ObjectMissing(id);
        tell(id, missing, () -> reports.missing(id));
        return missing;
    }

    private ObjectDamaged told(ObjectDamaged damaged, String reason) {
        kept.forget(damaged.object());
        tell(damaged.object(), damaged, () -> reports.damaged(damaged.object(), reason));
        return damaged;
    }

    private void tell(ObjectId id, RuntimeException failure, Runnable report) {
        if (told.size() < REMEMBERED_MAX && told.add(id)) {
            LOG.error("{}", failure.getMessage());
            try {
                report.run();
            } catch (RuntimeException e) {
                told.remove(id);
                LOG.error("object {} could not be reported: {}", id, e.toString());
                failure.addSuppressed(e);
            }
        }
    }
}
