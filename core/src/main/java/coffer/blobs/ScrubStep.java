package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.disk.StorageFailure;
import coffer.keys.RootKeyAway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bounded piece of a walk: some rows, or some of what lies in the store. Notes nothing itself. For one thread, to be run once. */
final class ScrubStep {
    /** A step ends at the latest with the object that brings it here. */
    static final long BYTES_MAX = 64L << 20;

    /** Younger ones may be on their way to a row. As the sweeper has it. */
    static final Duration ORPHAN_AGE = Duration.ofDays(2);

    /** Damaged objects that one walk notes; of the others it gives only the number. Damage on this scale is one story. */
    static final int NOTED_MAX = 10_000;

    private static final int LISTED_PAGES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ScrubStep.class);

    private static final String KNOWN = "SELECT id FROM object WHERE id IN (:in)";

    private final Database database;
    private final Objects objects;
    private final Clock clock;
    private final ScrubWalk walk;
    private final long everySeconds;
    private final Pacer pacer;
    private final ObjectCheck check;

    private final List<ScrubFinding> found = new ArrayList<>();
    private final List<ObjectId> sound = new ArrayList<>();
    private @Nullable RuntimeException cutShort;

    /** @param everySeconds from one walk to the next */
    ScrubStep(Database database, Objects objects, Clock clock, ScrubWalk walk, long everySeconds, Pacer pacer) {
        this.database = database;
        this.objects = objects;
        this.clock = clock;
        this.walk = walk;
        this.everySeconds = everySeconds;
        this.pacer = pacer;
        this.check = new ObjectCheck(database, objects, pacer);
    }

    /**
     * Moves the walk on.
     *
     * @param rows how many at most
     * @return whether that was the end of the walk
     */
    boolean run(int rows) {
        try {
            return walk.listed == null ? objects(rows) : listing(walk.listed);
        } finally {
            walk.bytes += pacer.bytes();
        }
    }

    /** Damaged objects that are to be noted. */
    List<ScrubFinding> found() {
        return found;
    }

    /** Objects that are noted as damaged and are whole, as far as this walk can tell. */
    List<ObjectId> sound() {
        return sound;
    }

    /** Why the step has ended before anything could be said of the next object; null when it has not. */
    @Nullable
    RuntimeException cutShort() {
        return cutShort;
    }

    private boolean objects(int rows) {
        List<ObjectFacts> page = database.readOne(session -> ObjectFacts.after(session, walk.reached, rows));
        Map<ObjectId, DamageKind> noted = database.read(session -> DamageRows.openAmong(
                session, page.stream().map(facts -> facts.id).toList()));
        for (ObjectFacts facts : page) {
            if (pacer.bytes() >= BYTES_MAX) {
                return false;
            }
            if (walk.takes(facts.id, everySeconds) && !look(facts, noted.get(facts.id))) {
                return false;
            }
            walk.reached = facts.id.bytes();
        }
        if (page.size() == rows) {
            return false;
        }
        // Of what lies in the store only a walk over everything can say that it belongs to nothing.
        walk.listed = "";
        return walk.oneIn > 1;
    }

    /** False when nothing can be said of the object now, so that the walk goes on with it. */
    private boolean look(ObjectFacts facts, @Nullable DamageKind noted) {
        try {
            if (check.damage(facts, walk.keyed).isPresent()) {
                // It may have been swept or repaired meanwhile.
                check.again(facts, walk.keyed).ifPresent(confirmed -> found(facts.id, confirmed));
            } else if (noted != null && (walk.keyed || noted != DamageKind.SEGMENT)) {
                sound.add(facts.id);
            }
            walk.objects++;
            return true;
        } catch (StorageFailure e) {
            LOG.warn("object {} could not be read for the self-check: {}", facts.id, e.toString());
            walk.failures++;
            return true;
        } catch (RootKeyAway | Pacer.Stopped e) {
            cutShort = e;
            return false;
        }
    }

    private void found(ObjectId object, Damage damage) {
        if (walk.damaged < NOTED_MAX) {
            found.add(new ScrubFinding(object, damage.kind(), damage.detail()));
        }
        walk.damaged++;
        if (damage.kind() == DamageKind.MISSING) {
            walk.missing++;
        }
    }

    private boolean listing(String after) {
        try {
            BlobStore.Listing listing = objects.store().list(after, LISTED_PAGES);
            countOrphans(listing.found());
            walk.listed = listing.next().orElse(after);
            return listing.next().isEmpty();
        } catch (StorageFailure e) {
            LOG.warn("the self-check could not list what is stored behind '{}': {}", after, e.toString());
            walk.failures++;
            return true;
        }
    }

    private void countOrphans(List<BlobStore.Stored> listed) {
        Instant latest = clock.instant().minus(ORPHAN_AGE);
        Set<ObjectId> old = listed.stream()
                .filter(stored -> !stored.modified().isAfter(latest))
                .flatMap(stored -> stored.id().stream())
                .filter(id -> !objects.unregistered().contains(id))
                .collect(Collectors.toSet());
        if (!old.isEmpty()) {
            Set<ObjectId> known = new HashSet<>(
                    database.read(session -> session.listIn(KNOWN, ObjectRows::id, ObjectRows.values(old))));
            walk.orphans += old.stream().filter(id -> !known.contains(id)).count();
        }
    }
}
