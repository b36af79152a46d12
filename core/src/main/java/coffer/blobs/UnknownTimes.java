package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Times of which the database knows nothing: it may have been put back to an earlier state by its own means, and what was stored since then has
 * no rows any more. Only people can tell such objects from what a crash has left behind.
 */
final class UnknownTimes {
    /** After the newest object; what comes this soon after a commit was left behind by a crash. */
    static final Duration QUIET_MIN = Duration.ofMinutes(5);

    private static final String NEWEST = "SELECT created_us FROM object WHERE id <= ? ORDER BY id DESC LIMIT 1";
    private static final String NOTE =
            "INSERT INTO object_gap (from_us, to_us) VALUES (?, ?) ON CONFLICT (from_us) DO UPDATE SET to_us = excluded.to_us";
    private static final String ALL = "SELECT from_us, to_us FROM object_gap";

    private final List<Span> spans;

    private record Span(Instant from, Instant to) {
        boolean holds(Instant time) {
            return time.isAfter(from) && time.isBefore(to);
        }
    }

    private UnknownTimes(List<Span> spans) {
        this.spans = spans;
    }

    /** Those that were noted so far. */
    static UnknownTimes of(Session session) throws SQLException {
        return new UnknownTimes(session.list(ALL, row -> new Span(instant(row.getLong(1)), instant(row.getLong(2)))));
    }

    /** At a start, before anything is stored: notes the time since the newest object, if that is long ago. */
    static void note(Database database, Instant start) {
        database.write(Partition.GENERAL, tx -> {
            Optional<Instant> newest = tx.one(
                    NEWEST,
                    row -> instant(row.getLong(1)),
                    ObjectId.lastOf(start.toEpochMilli()).value());
            if (newest.isPresent() && newest.get().plus(QUIET_MIN).isBefore(start)) {
                tx.update(NOTE, micros(newest.get().plus(QUIET_MIN)), micros(start));
            }
            return true;
        });
    }

    boolean hold(Instant time) {
        return spans.stream().anyMatch(span -> span.holds(time));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
