package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.keys.KeyRing;
import coffer.keys.RingProof;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Proves that a recovery kit opens what is stored here, with nothing but its key and the newest file of the ring, and notes the day. Until that
 * was done, and when it was done too long ago, the installation says so. Thread-safe.
 */
public final class Rehearsal {
    /** After this a rehearsal counts no more. */
    public static final Duration VALID_FOR = Duration.ofDays(180);

    /** Objects that are opened: the oldest and the newest. */
    private static final int OBJECTS_EACH = 3;

    private static final String SAMPLE =
            "SELECT id FROM object WHERE form <> 3 AND space_key_id IS NOT NULL ORDER BY id ";
    private static final String NEWEST =
            "SELECT done_us, root_id, space_keys, objects FROM rehearsal ORDER BY done_us DESC LIMIT 1";
    private static final String INSERT = """
            INSERT INTO rehearsal (done_us, root_id, space_keys, objects) VALUES (?, ?, ?, ?)
            ON CONFLICT (done_us) DO UPDATE
               SET root_id = excluded.root_id, space_keys = excluded.space_keys, objects = excluded.objects
            """;

    private final Database database;
    private final Objects objects;
    private final KeyRing ring;
    private final Clock clock;

    public Rehearsal(Database database, Objects objects, KeyRing ring, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * A rehearsal that has succeeded.
     *
     * @param rootKey the id of the key in the kit
     * @param spaceKeys keys that it has opened
     * @param objects objects that were opened to their end
     */
    public record Done(Instant at, UUID rootKey, int spaceKeys, int objects) {}

    /** How a rehearsal ended. */
    public sealed interface Result {
        record Proved(Done done) implements Result {}

        /** The kit is not the one of this installation, or something does not open; says what. */
        record Failed(String reason) implements Result {}
    }

    /**
     * Tries a root key.
     *
     * @param key the 32 bytes that a kit holds; stay the caller's to clear
     */
    public Result rehearse(byte[] key) {
        RingProof proof;
        switch (ring.prove(key)) {
            case RingProof.Result.Failed(String reason) -> {
                return new Result.Failed(reason);
            }
            case RingProof.Result.Proved(RingProof proved) -> proof = proved;
        }
        int opened = 0;
        for (ObjectId id : sample()) {
            Optional<String> damage = objects.tryOut(id, proof::find);
            if (damage.isPresent()) {
                return new Result.Failed("object " + id + " does not open with it: " + damage.get());
            }
            opened++;
        }
        Done done = new Done(clock.instant().truncatedTo(ChronoUnit.MICROS), ring.rootId(), proof.keys(), opened);
        database.write(
                Partition.GENERAL,
                tx -> tx.update(INSERT, ConversionRows.micros(done.at), done.rootKey, done.spaceKeys, done.objects));
        return new Result.Proved(done);
    }

    /** The last one that has succeeded. */
    public Optional<Done> last() {
        return database.read(session -> session.one(NEWEST, Rehearsal::done));
    }

    /** What an administrator has to be told; empty when all is well. */
    public Optional<String> warning() {
        Optional<Done> last = last();
        if (last.isEmpty()) {
            return Optional.of(
                    "No recovery kit was tried out yet. If the root key is lost, every file is lost: make a kit with"
                            + " 'coffer storage kit', keep it away from the server, and try it out.");
        }
        if (!last.get().rootKey.equals(ring.rootId())) {
            return Optional.of(
                    "The root key was replaced since a recovery kit was tried out: make a new kit and try it out.");
        }
        return last.get().at.plus(VALID_FOR).isBefore(clock.instant())
                ? Optional.of("A recovery kit was last tried out on "
                        + last.get().at.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10)
                        + ", more than " + VALID_FOR.toDays() + " days ago: try it out again.")
                : Optional.empty();
    }

    private List<ObjectId> sample() {
        return database.read(session -> {
            List<ObjectId> ids = new ArrayList<>(session.list(SAMPLE + "ASC LIMIT " + OBJECTS_EACH, ObjectRows::id));
            for (ObjectId newest : session.list(SAMPLE + "DESC LIMIT " + OBJECTS_EACH, ObjectRows::id)) {
                if (!ids.contains(newest)) {
                    ids.add(newest);
                }
            }
            return ids;
        });
    }

    private static Done done(ResultSet row) throws SQLException {
        return new Done(
                Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS),
                Session.uuid(row, 2),
                row.getInt(3),
                row.getInt(4));
    }
}
