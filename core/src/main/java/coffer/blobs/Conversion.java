package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored objects to how they should lie, one by one, while everything goes on: sealed, plain, or under a key that was not retired.
 *
 * <p>The content of each is read, stored as a new object, and rows are let to name that one. Whatever comes between, each file names an
 * object that is whole. A run can be cut short at any point: what it has come to is in the database, and {@link #step} goes on with it, in
 * this process or another. New objects lie as they should already; a pass over all that finds nothing to do ends the run. The objects from
 * before stay for {@link #KEPT_AFTER_END}, so the store needs room for both.
 *
 * <p>Thread-safe: steps follow each other.
 */
public final class Conversion {
    /** How long after the end of a run the objects stay that it has replaced. */
    public static final Duration KEPT_AFTER_END = Duration.ofDays(7);

    /** Objects that one step looks at. */
    static final int PAGE = 2_000;

    /** After so many objects, or bytes of them, a step ends early, so that who runs steps at a pace knows what each costs. */
    static final int STEP_OBJECTS = 200;

    static final long STEP_BYTES = 64L << 20;

    /** Rows that one transaction changes. */
    private static final int ROWS = 200;

    private static final byte[] BEFORE_ALL = new byte[0];
    private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);

    private final Database database;
    private final Objects objects;
    private final KeyRing ring;
    private final List<ObjectReferences> references;
    private final Clock clock;
    private final ReentrantLock stepping = new ReentrantLock();

    /** @param references of every feature whose rows name objects */
    public Conversion(
            Database database, Objects objects, KeyRing ring, List<ObjectReferences> references, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.ring = ring;
        this.references = new ArrayList<>(references);
        this.references.add(new PartReferences(references));
        this.clock = clock;
    }

    /**
     * Begins a run, to be carried out by {@link #step}.
     *
     * @return empty when another run goes on
     * @throws IllegalArgumentException when new objects would not lie as this run wants them to
     */
    public Optional<ConversionRun> begin(ConversionKind kind) {
        if (kind.atRest() != objects.atRest()) {
            throw new IllegalArgumentException(
                    "new objects are " + (objects.atRest() == AtRest.SEALED ? "sealed" : "plain")
                            + "; what is stored can be converted to that alone");
        }
        return database.write(Partition.GENERAL, tx -> {
            if (ConversionRows.open(tx).isPresent()) {
                return Optional.empty();
            }
            ConversionRows.begin(tx, kind, clock.instant());
            return ConversionRows.open(tx);
        });
    }

    /** Ends a run where it is. What it has converted stays so, and another can be begun. False when none goes on. */
    public boolean stop() {
        return database.write(Partition.GENERAL, tx -> {
            Optional<ConversionRun> run = ConversionRows.open(tx);
            if (run.isPresent()) {
                ConversionRows.end(tx, run.get().id(), clock.instant());
            }
            return run.isPresent();
        });
    }

    /** How new objects lie. */
    public AtRest atRest() {
        return objects.atRest();
    }

    /** The run that goes on, else the last one. */
    public Optional<ConversionRun> newest() {
        return database.read(ConversionRows::newest);
    }

    /**
     * Does a bounded amount of work: converts some objects, or lets go of what ended runs have replaced.
     *
     * @return whether more is to be done now
     * @throws coffer.keys.RootKeyAway when keys cannot be had now; a later step goes on
     * @throws coffer.disk.StorageFailure when the store fails; likewise
     */
    public boolean step() {
        stepping.lock();
        try {
            return stepAlone();
        } finally {
            stepping.unlock();
        }
    }

    private boolean stepAlone() {
        Optional<ConversionRun> run = database.read(ConversionRows::open);
        if (run.isEmpty()) {
            return forget();
        }
        long id = run.get().id();
        ConversionKind kind = run.get().kind();
        if (kind.atRest() != objects.atRest()) {
            // The setting was changed at a start: new objects would never be as this run wants them.
            stop();
            return true;
        }
        byte[] after = run.get().reached().map(ObjectId::bytes).orElse(BEFORE_ALL);
        List<ConversionRows.Row> page = database.read(session -> ConversionRows.page(session, after, PAGE));
        if (page.isEmpty()) {
            return endPass(run.get());
        }
        Set<KeyName> dying = database.read(session -> KeyErasure.due(session, clock.instant()));
        Tally tally = new Tally(page.getFirst().id());
        for (ConversionRows.Row row : page) {
            if (kind.concerns(row.key(), ring, dying)) {
                convert(id, kind, row, tally);
            }
            tally.reached = row.id();
            if (tally.bytes >= STEP_BYTES || tally.converted >= STEP_OBJECTS) {
                break;
            }
        }
        database.write(Partition.GENERAL, tx -> {
            ConversionRows.advance(tx, id, tally.reached, tally.converted, tally.bytes, tally.failed);
            return null;
        });
        return true;
    }

    /** What one step has done. */
    private static final class Tally {
        private ObjectId reached;
        private int converted;
        private long bytes;
        private int failed;

        Tally(ObjectId first) {
            reached = first;
        }
    }

    private boolean endPass(ConversionRun run) {
        database.write(Partition.GENERAL, tx -> {
            if (run.passConverted() > 0) {
                ConversionRows.nextPass(tx, run.id());
            } else {
                ConversionRows.end(tx, run.id(), clock.instant());
            }
            return null;
        });
        return true;
    }

    /** Asked every moment on a server where nothing is converted, so it looks before it writes. */
    private boolean forget() {
        if (database.read(ReplacedObjects::isEmpty)) {
            return false;
        }
        long ended = ConversionRows.micros(clock.instant().minus(KEPT_AFTER_END));
        return database.write(Partition.GENERAL, tx -> ReplacedObjects.forget(tx, ended, ROWS)) == ROWS;
    }

    private void convert(long run, ConversionKind kind, ConversionRows.Row row, Tally tally) {
        Set<SpaceId> first = naming(kind, row);
        if (first.isEmpty()) {
            // Nothing names it: it has been converted before, or it is dead.
            return;
        }
        try {
            ObjectId now = database.read(session -> ReplacedObjects.now(session, row.id()))
                    .filter(this::isThere)
                    .orElseGet(() -> copy(run, row, first));
            // A change that was under way may name it once more, so this looks again.
            for (Set<SpaceId> spaces = first; !spaces.isEmpty(); spaces = naming(kind, row)) {
                spaces.forEach(space -> rename(space, row.id(), now));
            }
            tally.converted++;
            tally.bytes += row.sizeBytes();
        } catch (ObjectDamaged | ObjectMissing e) {
            LOG.warn("an object cannot be converted and stays as it is: {}", e.getMessage());
            tally.failed++;
        }
    }

    private boolean isThere(ObjectId id) {
        return database.read(session -> ObjectRows.exists(session, id));
    }

    /** Stores the content once more, as new objects are, and notes that both belong together. */
    private ObjectId copy(long run, ConversionRows.Row row, Set<SpaceId> spaces) {
        SpaceId space = row.key() == null
                ? spaces.iterator().next()
                : ring.space(row.key()).filter(spaces::contains).orElseGet(() -> spaces.iterator()
                        .next());
        try (ObjectReader reader = objects.open(row.id());
                ReaderStream content = new ReaderStream(reader)) {
            StoredObject copy = objects.receive(space, content, ReceiveLimits.exactly(row.sizeBytes()), Set.of())
                    .object();
            database.write(Partition.GENERAL, tx -> {
                objects.register(tx, copy);
                ReplacedObjects.add(tx, row.id(), copy.id(), run);
                return null;
            });
            return copy.id();
        } catch (IOException e) {
            throw new IllegalStateException("reading a stored object fails with other exceptions", e);
        }
    }

    private void rename(SpaceId space, ObjectId before, ObjectId now) {
        for (ObjectReferences feature : references) {
            int changed;
            do {
                changed = database.write(Partition.of(space), tx -> {
                    int rows = feature.replace(tx, space, before, now, ROWS);
                    if (rows > 0) {
                        objects.keep(tx, now);
                    }
                    return rows;
                });
            } while (changed >= ROWS);
        }
    }

    /** The spaces that name an object; without the one that is gone, of which the rest is about to be swept. */
    private Set<SpaceId> naming(ConversionKind kind, ConversionRows.Row row) {
        Set<SpaceId> spaces = database.read(session -> spaces(session, row.id()));
        if (kind == ConversionKind.LEAVE_DEAD_SPACES && row.key() != null) {
            ring.space(row.key()).ifPresent(spaces::remove);
        }
        return spaces;
    }

    private Set<SpaceId> spaces(Session session, ObjectId id) throws SQLException {
        Set<SpaceId> spaces = new HashSet<>();
        for (ObjectReferences feature : references) {
            spaces.addAll(feature.spaces(session, id));
        }
        return spaces;
    }
}
