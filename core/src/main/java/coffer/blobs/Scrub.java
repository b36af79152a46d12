package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.keys.RootKeyAway;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The self-check of stored content: walks over all objects and finds those that could not be read back as they were stored, before anybody
 * asks for them. It removes and repairs nothing.
 *
 * <p>Without keys it looks at each row, that its bytes are there with the right length, header and checksum, and that the ring has its key;
 * with keys it opens every segment as well. What is damaged is noted in {@code object_damage}, told once to {@link BlobReports}, and noted as
 * whole again when a later look finds it so. What the disk does not give now, and keys that cannot be had now, are no damage.
 *
 * <p>A walk is made of bounded steps, and goes on where it was after a restart. For one thread at a time; {@link #stop} may be called by any.
 */
public final class Scrub {
    /** Rows of one step. */
    static final int ROWS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

    private final Database database;
    private final Objects objects;
    private final Clock clock;
    private final ScrubPolicy policy;
    private final Pause pause;
    private final int rows;
    private volatile boolean stopped;

    public Scrub(Database database, Objects objects, Clock clock, ScrubPolicy policy, Pause pause) {
        this(database, objects, clock, policy, pause, ROWS);
    }

    Scrub(Database database, Objects objects, Clock clock, ScrubPolicy policy, Pause pause, int rows) {
        this.database = database;
        this.objects = objects;
        this.clock = clock;
        this.policy = policy;
        this.pause = pause;
        this.rows = rows;
    }

    /**
     * A bounded piece of the walk that goes on, or of the next if that is due. Takes as long as reading the largest object at most, pauses
     * included.
     *
     * @return whether more is waiting; false too when the root key is away, so that the walk goes on later
     */
    public boolean step() {
        Optional<ScrubWalk> underWay = database.readOne(session -> ScrubRows.underWay(session, policy.keyed()));
        if (stopped || (underWay.isEmpty() && !isDue())) {
            return false;
        }
        ScrubWalk walk = underWay.orElseGet(this::begin);
        ScrubStep step = step(walk);
        boolean ended = step.run(rows);
        note(step, walk, true, ended);
        RuntimeException cutShort = step.cutShort();
        if (cutShort != null) {
            LOG.info("the self-check waits behind {} objects: {}", walk.objects, cutShort.toString());
            return false;
        }
        return !ended;
    }

    /**
     * A whole walk, without regard to one that goes on. It is kept as the last one if it has looked at everything.
     *
     * @param found told of each damaged object, known or not
     * @throws RootKeyAway when a key is needed that cannot be had; what was found until then is noted
     */
    public ScrubReport whole(Consumer<ScrubFinding> found) {
        ScrubWalk walk = begin();
        boolean ended = false;
        while (!ended) {
            ScrubStep step = step(walk);
            ended = step.run(rows);
            note(step, walk, false, ended);
            step.found().forEach(found);
            RuntimeException cutShort = step.cutShort();
            if (cutShort != null) {
                throw cutShort;
            }
        }
        return walk.report(clock.instant());
    }

    /** Lets the step that is under way end with its next read, and no other begin. */
    public void stop() {
        stopped = true;
    }

    private boolean isDue() {
        Optional<Instant> last = database.readOne(session -> ScrubRows.lastBegun(session, policy.keyed()));
        return last.isEmpty() || !last.get().plus(policy.every()).isAfter(clock.instant());
    }

    private ScrubWalk begin() {
        long storedBytes = database.readOne(ScrubRows::storedBytes);
        return new ScrubWalk(policy.keyed(), policy.oneIn(), clock.instant(), policy.bytesPerSecond(storedBytes));
    }

    private ScrubStep step(ScrubWalk walk) {
        Pacer pacer = new Pacer(walk.bytesPerSecond, clock, pause, () -> stopped);
        return new ScrubStep(database, objects, clock, walk, policy.every().toSeconds(), pacer);
    }

    /**
     * Told first and noted then: after a crash in between it is told once more, which is better than never.
     *
     * @param underWay whether the walk is the one that a restart goes on with
     */
    private void note(ScrubStep step, ScrubWalk walk, boolean underWay, boolean ended) {
        tell(step);
        Instant now = clock.instant();
        database.write(Partition.GENERAL, tx -> {
            DamageRows.note(tx, step.found(), now);
            DamageRows.mend(tx, step.sound(), now);
            if (underWay && ended) {
                ScrubRows.remove(tx, walk.keyed);
            } else if (underWay) {
                ScrubRows.put(tx, walk, false, now);
            }
            if (ended) {
                DamageRows.forgetGone(tx);
                if (underWay || walk.oneIn == 1) {
                    ScrubRows.put(tx, walk, true, now);
                }
            }
            return null;
        });
        step.sound().forEach(objects.desk()::mended);
    }

    private void tell(ScrubStep step) {
        if (step.found().isEmpty()) {
            return;
        }
        Set<ObjectId> ids = new HashSet<>();
        step.found().forEach(finding -> ids.add(finding.object()));
        Map<ObjectId, DamageKind> known = database.read(session -> DamageRows.openAmong(session, ids));
        for (ScrubFinding finding : step.found()) {
            if (!known.containsKey(finding.object())) {
                objects.desk().found(finding.object(), finding.kind().word() + ": " + finding.detail());
            }
        }
    }
}
