package coffer.blobs;

import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The rows of walks. Stateless. */
final class ScrubRows {
    private static final String COLUMNS = """
            keyed, finished, begun_us, seen_us, one_in, bytes_per_second, reached, listed, objects, bytes, damaged, missing,
            orphans, failures
            """;
    private static final String FIND = "SELECT " + COLUMNS + " FROM object_scrub WHERE keyed = ? AND finished = ?";
    private static final String ALL = "SELECT " + COLUMNS + " FROM object_scrub WHERE finished = ? ORDER BY keyed";
    private static final String PUT = "INSERT INTO object_scrub (" + COLUMNS + """
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (keyed, finished) DO UPDATE SET
                   begun_us = excluded.begun_us, seen_us = excluded.seen_us, one_in = excluded.one_in,
                   bytes_per_second = excluded.bytes_per_second, reached = excluded.reached, listed = excluded.listed,
                   objects = excluded.objects, bytes = excluded.bytes, damaged = excluded.damaged,
                   missing = excluded.missing, orphans = excluded.orphans, failures = excluded.failures
            """;
    private static final String REMOVE = "DELETE FROM object_scrub WHERE keyed = ? AND finished = ?";
    private static final String STORED_BYTES = "SELECT COALESCE(SUM(sealed_bytes), 0) FROM object";

    private ScrubRows() {}

    /** The walk that goes on. */
    static Optional<ScrubWalk> underWay(Session session, boolean keyed) throws SQLException {
        return session.one(FIND, ScrubRows::walk, keyed, false);
    }

    /** When the last walk that has come to its end was begun. */
    static Optional<Instant> lastBegun(Session session, boolean keyed) throws SQLException {
        return session.one(FIND, row -> walk(row).begun, keyed, true);
    }

    /** Walks that have come to their end, or those that go on: at most one of each kind. */
    static List<ScrubReport> reports(Session session, boolean finished) throws SQLException {
        return session.list(ALL, row -> walk(row).report(instant(row.getLong(4))), finished);
    }

    static void put(Transaction tx, ScrubWalk walk, boolean finished, Instant now) throws SQLException {
        tx.update(
                PUT,
                walk.keyed,
                finished,
                micros(walk.begun),
                micros(now),
                walk.oneIn,
                walk.bytesPerSecond,
                walk.reached,
                walk.listed,
                walk.objects,
                walk.bytes,
                walk.damaged,
                walk.missing,
                walk.orphans,
                walk.failures);
    }

    /** There is no walk of this kind any more that goes on. */
    static void remove(Transaction tx, boolean keyed) throws SQLException {
        tx.update(REMOVE, keyed, false);
    }

    /** Of all objects. */
    static long storedBytes(Session session) throws SQLException {
        return session.one(STORED_BYTES, row -> row.getLong(1)).orElseThrow();
    }

    private static ScrubWalk walk(ResultSet row) throws SQLException {
        ScrubWalk walk = new ScrubWalk(row.getInt(1) == 1, row.getInt(5), instant(row.getLong(3)), row.getLong(6));
        walk.reached = row.getBytes(7);
        walk.listed = row.getString(8);
        walk.objects = row.getLong(9);
        walk.bytes = row.getLong(10);
        walk.damaged = row.getLong(11);
        walk.missing = row.getLong(12);
        walk.orphans = row.getLong(13);
        walk.failures = row.getLong(14);
        return walk;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
