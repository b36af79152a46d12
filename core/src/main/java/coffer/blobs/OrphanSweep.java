package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.disk.StorageFailure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what has long been in the store and no row knows: what a crash has left between the writing of an object and the commit that would
 * have named it. Walks the store a few pages at a time, and all of what was never finished.
 */
final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private static final String KNOWN = "SELECT id FROM object WHERE id IN (:in)";

    private final Database database;
    private final Objects objects;
    private final SweepPolicy policy;

    /** How far the walk has come. */
    private String reached = "";

    OrphanSweep(Database database, Objects objects, SweepPolicy policy) {
        this.database = database;
        this.objects = objects;
        this.policy = policy;
    }

    void sweep(Instant now, ObjectSweeper.Tally tally) {
        Instant latest = now.minus(policy.orphanAge());
        try {
            BlobStore.Leftovers leftovers = objects.store()
                    .removeUnfinished(latest, id -> objects.unregistered().contains(id));
            tally.stagingRemoved += leftovers.removed();
            tally.leftAlone += leftovers.foreign();
        } catch (StorageFailure e) {
            LOG.warn("what was never finished stays behind: {}", e.toString());
            tally.failures++;
        }
        BlobStore.Listing listing = objects.store().list(reached, policy.pages());
        sweep(listing.found(), latest, database.readOne(UnknownTimes::of), tally);
        reached = listing.next().orElse("");
    }

    private void sweep(List<BlobStore.Stored> found, Instant latest, UnknownTimes unknown, ObjectSweeper.Tally tally) {
        List<BlobStore.Stored> old = found.stream()
                .filter(stored -> !stored.modified().isAfter(latest))
                .toList();
        Set<ObjectId> ids = old.stream()
                .flatMap(stored -> stored.id().stream())
                .filter(id -> !objects.unregistered().contains(id))
                .collect(Collectors.toSet());
        Set<ObjectId> known = ids.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        database.read(session -> session.listIn(KNOWN, ObjectRows::id, ObjectRows.values(ids))));
        for (BlobStore.Stored stored : old) {
            if (stored.id().isEmpty()) {
                tally.leftAlone++;
            } else if (ids.contains(stored.id().get())
                    && !known.contains(stored.id().get())) {
                if (stored.modified().isBefore(policy.installed()) || unknown.hold(stored.modified())) {
                    // It belongs to a history that the database does not know.
                    tally.leftAlone++;
                } else {
                    removeOrphan(stored.id().get(), tally);
                }
            }
        }
    }

    private void removeOrphan(ObjectId id, ObjectSweeper.Tally tally) {
        try {
            objects.store().remove(id);
            tally.orphansRemoved++;
        } catch (StorageFailure e) {
            LOG.warn("orphan {} stays behind: {}", id, e.toString());
            tally.failures++;
        }
    }
}
