package coffer.blobs;

import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import coffer.keys.KeyState;
import coffer.keys.KeyStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys the keys of spaces that are gone, after {@link #DELAY}: what they have sealed cannot be opened any more, in no backup either. Before
 * that objects which other spaces still name, because they were copied or moved there, are sealed anew under keys of theirs. A key that any
 * object needs is never destroyed.
 *
 * <p>For one thread at a time.
 */
public final class KeyErasure {
    /** From when a space is found to be gone. Time to notice that an account was deleted by mistake, and to restore it from a backup. */
    public static final Duration DELAY = Duration.ofDays(30);

    /** Longer than the sweeper takes for an object that nothing names any more. */
    private static final Duration SWEPT_AFTER = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(KeyErasure.class);
    private static final String NOTE =
            "INSERT INTO key_erasure (key_id, version, due_us) VALUES (?, ?, ?) ON CONFLICT (key_id, version) DO NOTHING";
    private static final String FORGET =
            "DELETE FROM key_erasure WHERE key_id = ? AND version = ? AND destroyed_us IS NULL";
    private static final String PENDING = "SELECT key_id, version FROM key_erasure WHERE destroyed_us IS NULL";
    private static final String DUE = PENDING + " AND due_us <= ?";
    private static final String NEEDED =
            "SELECT 1 FROM object WHERE space_key_id = ? AND space_key_version = ? LIMIT 1";
    private static final String DESTROYED = "UPDATE key_erasure SET destroyed_us = ? WHERE key_id = ? AND version = ?";

    private final Database database;
    private final KeyRing ring;
    private final Conversion conversion;
    private final LivingSpaces spaces;
    private final Clock clock;

    public KeyErasure(Database database, KeyRing ring, Conversion conversion, LivingSpaces spaces, Clock clock) {
        this.database = database;
        this.ring = ring;
        this.conversion = conversion;
        this.spaces = spaces;
        this.clock = clock;
    }

    /** Notes keys whose space is gone, and destroys those that are due and that nothing needs. Cheap when no space is gone. */
    public void step() {
        Set<KeyName> orphaned = orphaned();
        if (orphaned.isEmpty() && database.read(KeyErasure::pending).isEmpty()) {
            return;
        }
        database.write(Partition.GENERAL, tx -> {
            note(tx, orphaned);
            return null;
        });
        List<KeyName> due = due();
        boolean wanted = false;
        for (KeyName key : due) {
            if (isNeeded(key)) {
                wanted = true;
            } else {
                destroy(key);
            }
        }
        if (wanted && conversion.atRest() == AtRest.SEALED && !lately()) {
            // What nothing names is swept meanwhile; the rest leaves these keys.
            conversion.begin(ConversionKind.LEAVE_DEAD_SPACES);
        }
    }

    /** Keys that are to be destroyed now, as far as nothing needs them. */
    static Set<KeyName> due(Session session, Instant now) throws SQLException {
        return new HashSet<>(session.list(DUE, KeyErasure::name, ConversionRows.micros(now)));
    }

    /** Whether what a run has replaced may still be there: another one would find nothing to do. */
    private boolean lately() {
        Instant since = clock.instant().minus(Conversion.KEPT_AFTER_END).minus(SWEPT_AFTER);
        return conversion
                .newest()
                .filter(run -> run.kind() == ConversionKind.LEAVE_DEAD_SPACES)
                .filter(run ->
                        run.ended().filter(ended -> ended.isBefore(since)).isEmpty())
                .isPresent();
    }

    private List<KeyName> due() {
        return database.read(session -> List.copyOf(due(session, clock.instant())));
    }

    private Set<KeyName> orphaned() {
        List<KeyStatus> keys = ring.keys().stream()
                .filter(key -> key.state() != KeyState.DESTROYED)
                .toList();
        List<SpaceId> candidates =
                keys.stream().map(KeyStatus::space).distinct().toList();
        Set<SpaceId> living = database.read(session -> spaces.among(session, candidates));
        Set<KeyName> orphaned = new HashSet<>();
        for (KeyStatus key : keys) {
            if (!living.contains(key.space())) {
                orphaned.add(key.name());
            }
        }
        return orphaned;
    }

    /** A space that is there again, because the database was restored, keeps its keys. */
    private void note(Transaction tx, Set<KeyName> orphaned) throws SQLException {
        for (KeyName pending : pending(tx)) {
            if (!orphaned.contains(pending)) {
                tx.update(FORGET, pending.id(), pending.version());
            }
        }
        long dueMicros = ConversionRows.micros(clock.instant().plus(DELAY));
        for (KeyName key : orphaned) {
            tx.update(NOTE, key.id(), key.version(), dueMicros);
        }
    }

    private static List<KeyName> pending(Session session) throws SQLException {
        return session.list(PENDING, KeyErasure::name);
    }

    private boolean isNeeded(KeyName key) {
        return database.read(session -> session.one(NEEDED, row -> row.getInt(1), key.id(), key.version()))
                .isPresent();
    }

    private void destroy(KeyName key) {
        ring.destroy(key);
        LOG.info("space key {} is destroyed: its space is gone", key);
        database.write(
                Partition.GENERAL,
                tx -> tx.update(DESTROYED, ConversionRows.micros(clock.instant()), key.id(), key.version()));
    }

    private static KeyName name(ResultSet row) throws SQLException {
        return new KeyName(Session.uuid(row, 1), row.getInt(2));
    }
}
