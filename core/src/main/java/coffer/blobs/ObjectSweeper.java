package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.disk.StorageFailure;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds objects that no row names and removes them, without counters: liveness is asked, not kept.
 *
 * <p>An object passes through two proofs, a time of grace apart. The first condemns it; naming it again revives it. The
 * second removes its row, and only then its bytes, so that no row ever points at bytes that are gone. A reference that a
 * transaction adds unseen by the first proof, because neither has committed yet, is seen by the second.
 *
 * <p>One sweep does a bounded amount of work and the next goes on where it stopped; after the last object it begins
 * again. For one thread at a time.
 */
public final class ObjectSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectSweeper.class);

    /** Objects that are looked at in one transaction, so that it stays short. */
    static final int PAGE = 200;

    private static final byte[] BEFORE_ALL = new byte[0];

    private static final String LIVE_PAGE =
            "SELECT id FROM object WHERE id > ? AND condemned_us IS NULL ORDER BY id LIMIT ?";
    private static final String CONDEMN = "UPDATE object SET condemned_us = ? WHERE id = ? AND condemned_us IS NULL";
    private static final String EXPIRED = """
            SELECT id, form, inline_id, condemned_us
              FROM object
             WHERE condemned_us IS NOT NULL AND condemned_us <= ? AND (condemned_us, id) > (?, ?)
             ORDER BY condemned_us, id
             LIMIT ?
            """;
    private static final String REVIVE =
            "UPDATE object SET condemned_us = NULL WHERE id = ? AND condemned_us IS NOT NULL";
    private static final String DELETE = "DELETE FROM object WHERE id = ? AND condemned_us = ?";
    private static final String DELETE_INLINE = "DELETE FROM inline_object WHERE id = ?";
    private static final String DELETE_PARTS = "DELETE FROM object_part WHERE manifest_id = ?";

    private final Database database;
    private final Objects objects;
    private final List<ObjectReferences> references;
    private final Clock clock;
    private final SweepPolicy policy;
    private final OrphanSweep orphans;
    private byte[] reached = BEFORE_ALL;

    /** @param references of every feature whose rows name objects; one that is forgotten here loses its content */
    public ObjectSweeper(
            Database database, Objects objects, List<ObjectReferences> references, Clock clock, SweepPolicy policy) {
        this.database = database;
        this.objects = objects;
        this.references = new ArrayList<>(references);
        this.references.add(new PartReferences(references));
        this.references.add(new ReplacedObjects());
        this.clock = clock;
        this.policy = policy;
        this.orphans = new OrphanSweep(database, objects, policy);
    }

    /**
     * At a start, before anything is stored: what the database knows nothing of, because it was put back to an earlier state since, is left
     * alone for ever.
     */
    public void start() {
        UnknownTimes.note(database, clock.instant());
    }

    /** One bounded round: removes what is due, looks at the next objects, and at the next files. */
    public SweepReport sweep() {
        Tally tally = new Tally();
        // A backup under way copies what its snapshot names, however long that takes.
        if (!objects.isHeld()) {
            removeDue(tally);
        }
        condemnDead(tally);
        orphans.sweep(clock.instant(), tally);
        return tally.report();
    }

    private void condemnDead(Tally tally) {
        for (int page = 0; page < policy.pages(); page++) {
            byte[] from = reached;
            List<ObjectId> ids = database.read(session -> session.list(LIVE_PAGE, ObjectRows::id, from, PAGE));
            // The cheap look first: most pages hold nothing dead, and reading disturbs no writer.
            List<ObjectId> suspects = database.read(session -> unnamed(session, ids));
            if (!suspects.isEmpty()) {
                tally.condemned += database.write(Partition.GENERAL, tx -> condemn(tx, suspects));
            }
            if (ids.size() < PAGE) {
                reached = BEFORE_ALL;
                return;
            }
            reached = ids.getLast().bytes();
        }
    }

    private int condemn(Transaction tx, List<ObjectId> suspects) throws SQLException {
        int condemned = 0;
        for (ObjectId id : unnamed(tx, suspects)) {
            condemned += tx.update(CONDEMN, micros(clock.instant()), id.value());
        }
        return condemned;
    }

    private void removeDue(Tally tally) {
        Condemned last = Condemned.BEFORE_ALL;
        for (int page = 0; page < policy.pages(); page++) {
            List<Condemned> due = due(last);
            remove(
                    due.stream()
                            .filter(object -> object.form != ObjectRows.MANIFEST)
                            .toList(),
                    tally);
            // One by one: a manifest brings thousands of parts, and a transaction stays short.
            due.stream()
                    .filter(object -> object.form == ObjectRows.MANIFEST)
                    .forEach(manifest -> remove(List.of(manifest), tally));
            if (due.size() < PAGE) {
                return;
            }
            last = due.getLast();
        }
    }

    private List<Condemned> due(Condemned last) {
        long latest = micros(clock.instant().minus(policy.grace()));
        return database.read(
                session -> session.list(EXPIRED, Condemned::new, latest, last.condemnedMicros, last.idBytes(), PAGE));
    }

    private void remove(List<Condemned> due, Tally tally) {
        if (due.isEmpty()) {
            return;
        }
        Outcome outcome = database.write(Partition.GENERAL, tx -> removeUnnamed(tx, due));
        tally.revived += outcome.revived();
        tally.removed += outcome.removed().size();
        for (Condemned object : outcome.removed()) {
            objects.forget(object.id);
            if (object.form == ObjectRows.FILE) {
                removeFile(object.id, tally);
            }
        }
    }

    private record Outcome(int revived, List<Condemned> removed) {}

    private Outcome removeUnnamed(Transaction tx, List<Condemned> due) throws SQLException {
        Set<ObjectId> dead =
                new HashSet<>(unnamed(tx, due.stream().map(object -> object.id).toList()));
        int revived = 0;
        List<Condemned> removed = new ArrayList<>();
        for (Condemned object : due) {
            if (!dead.contains(object.id)) {
                revived += tx.update(REVIVE, object.id.value());
            } else if (tx.update(DELETE, object.id.value(), object.condemnedMicros) == 1) {
                // Otherwise somebody has revived it since it was read.
                if (object.inlineRow != null) {
                    tx.update(DELETE_INLINE, object.inlineRow);
                }
                if (object.form == ObjectRows.MANIFEST) {
                    tx.update(DELETE_PARTS, object.id.value());
                }
                removed.add(object);
            }
        }
        return new Outcome(revived, removed);
    }

    private void removeFile(ObjectId id, Tally tally) {
        try {
            objects.store().remove(id);
        } catch (StorageFailure e) {
            // It has no row any more, so it is an orphan from now on.
            LOG.warn("the bytes of object {} stay behind until the next sweep of orphans: {}", id, e.toString());
            tally.failures++;
        }
    }

    private List<ObjectId> unnamed(Session session, List<ObjectId> candidates) throws SQLException {
        Set<ObjectId> left = new HashSet<>(candidates);
        for (ObjectReferences feature : references) {
            if (left.isEmpty()) {
                break;
            }
            left.removeAll(feature.named(session, Set.copyOf(left)));
        }
        return List.copyOf(left);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** A condemned object as its row says. */
    private static final class Condemned {
        static final Condemned BEFORE_ALL = new Condemned();

        private final ObjectId id;
        private final int form;
        private final @org.jspecify.annotations.Nullable Long inlineRow;
        private final long condemnedMicros;

        Condemned(java.sql.ResultSet row) throws SQLException {
            id = ObjectRows.id(row);
            form = row.getInt(2);
            inlineRow = Session.nullableLong(row, 3);
            condemnedMicros = row.getLong(4);
        }

        private Condemned() {
            id = new ObjectId(new java.util.UUID(0, 0));
            form = 0;
            inlineRow = null;
            condemnedMicros = Long.MIN_VALUE;
        }

        byte[] idBytes() {
            return id.bytes();
        }
    }

    /** Counts while a sweep runs. */
    static final class Tally {
        int condemned;
        int revived;
        int removed;
        int orphansRemoved;
        int stagingRemoved;
        int leftAlone;
        int failures;

        SweepReport report() {
            return new SweepReport(condemned, revived, removed, orphansRemoved, stagingRemoved, leftAlone, failures);
        }
    }
}
