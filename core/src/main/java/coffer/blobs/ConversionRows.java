package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.keys.KeyName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of conversions, and of the objects that they walk over. Stateless. */
final class ConversionRows {
    private static final String COLUMNS =
            "id, kind, begun_us, reached, pass_converted, converted, converted_bytes, failed, ended_us";
    private static final String OPEN = "SELECT " + COLUMNS + " FROM conversion WHERE ended_us IS NULL";
    private static final String NEWEST = "SELECT " + COLUMNS + " FROM conversion ORDER BY id DESC LIMIT 1";
    private static final String BEGIN = """
            INSERT INTO conversion (id, kind, begun_us, pass_converted, converted, converted_bytes, failed)
            SELECT coalesce(max(id), 0) + 1, ?, ?, 0, 0, 0, 0 FROM conversion
            """;
    private static final String ADVANCE = """
            UPDATE conversion
               SET reached = ?, pass_converted = pass_converted + ?, converted = converted + ?,
                   converted_bytes = converted_bytes + ?, failed = failed + ?
             WHERE id = ? AND ended_us IS NULL
            """;
    private static final String NEXT_PASS =
            "UPDATE conversion SET reached = NULL, pass_converted = 0, failed = 0 WHERE id = ? AND ended_us IS NULL";
    private static final String END = "UPDATE conversion SET ended_us = ? WHERE id = ? AND ended_us IS NULL";
    private static final String PAGE = """
            SELECT id, size_bytes, space_key_id, space_key_version
              FROM object
             WHERE id > ? AND form <> 3
             ORDER BY id
             LIMIT ?
            """;

    private ConversionRows() {}

    /** An object that may have to be converted; without a key when it is plain. */
    record Row(ObjectId id, long sizeBytes, @Nullable KeyName key) {}

    static Optional<ConversionRun> open(Session session) throws SQLException {
        return session.one(OPEN, ConversionRows::run);
    }

    static Optional<ConversionRun> newest(Session session) throws SQLException {
        return session.one(NEWEST, ConversionRows::run);
    }

    static void begin(Transaction tx, ConversionKind kind, Instant now) throws SQLException {
        tx.update(BEGIN, kind.code(), micros(now));
    }

    static void advance(Transaction tx, long run, ObjectId reached, int converted, long bytes, int failed)
            throws SQLException {
        tx.update(ADVANCE, reached.value(), converted, converted, bytes, failed, run);
    }

    static void nextPass(Transaction tx, long run) throws SQLException {
        tx.update(NEXT_PASS, run);
    }

    static void end(Transaction tx, long run, Instant now) throws SQLException {
        tx.update(END, micros(now), run);
    }

    static List<Row> page(Session session, byte[] after, int max) throws SQLException {
        return session.list(PAGE, ConversionRows::row, after, max);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                ObjectRows.id(row),
                row.getLong(2),
                row.getBytes(3) == null ? null : new KeyName(Session.uuid(row, 3), row.getInt(4)));
    }

    private static ConversionRun run(ResultSet row) throws SQLException {
        Long ended = Session.nullableLong(row, 9);
        return new ConversionRun(
                row.getLong(1),
                ConversionKind.of(row.getInt(2)),
                instant(row.getLong(3)),
                row.getBytes(4) == null ? Optional.empty() : Optional.of(new ObjectId(Session.uuid(row, 4))),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                Optional.ofNullable(ended).map(ConversionRows::instant));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
