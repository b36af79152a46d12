package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of damaged objects. Stateless. */
final class DamageRows {
    private static final String NOTE = """
            INSERT INTO object_damage (object_id, kind, detail, found_us, last_seen_us, repaired_us)
            VALUES (?, ?, ?, ?, ?, NULL)
            ON CONFLICT (object_id) DO UPDATE SET
                   kind = excluded.kind, detail = excluded.detail, last_seen_us = excluded.last_seen_us,
                   found_us = CASE WHEN object_damage.repaired_us IS NULL THEN object_damage.found_us
                                   ELSE excluded.found_us END,
                   repaired_us = NULL
            """;
    private static final String MEND =
            "UPDATE object_damage SET repaired_us = ? WHERE object_id = ? AND repaired_us IS NULL";
    private static final String OPEN_AMONG =
            "SELECT object_id, kind FROM object_damage WHERE repaired_us IS NULL AND object_id IN (:in)";
    private static final String OPEN_AFTER = """
            SELECT object_id, kind, detail, found_us, last_seen_us
              FROM object_damage
             WHERE repaired_us IS NULL AND object_id > ?
             ORDER BY object_id
             LIMIT ?
            """;
    private static final String COUNT = "SELECT COUNT(*) FROM object_damage WHERE repaired_us IS NULL";
    private static final String FORGET_GONE = """
            DELETE FROM object_damage
             WHERE NOT EXISTS (SELECT 1 FROM object o WHERE o.id = object_damage.object_id)
            """;

    private DamageRows() {}

    static void note(Transaction tx, Collection<ScrubFinding> findings, Instant now) throws SQLException {
        if (findings.isEmpty()) {
            return;
        }
        long micros = ScrubRows.micros(now);
        List<@Nullable Object[]> rows = new ArrayList<>(findings.size());
        for (ScrubFinding finding : findings) {
            rows.add(new @Nullable Object[] {
                finding.object().value(), finding.kind().word(), finding.detail(), micros, micros
            });
        }
        tx.batch(NOTE, rows);
    }

    /** These objects are whole. */
    static void mend(Transaction tx, Collection<ObjectId> objects, Instant now) throws SQLException {
        for (ObjectId object : objects) {
            tx.update(MEND, ScrubRows.micros(now), object.value());
        }
    }

    /** Those of these objects that are noted as damaged. */
    static Map<ObjectId, DamageKind> openAmong(Session session, Collection<ObjectId> objects) throws SQLException {
        Map<ObjectId, DamageKind> open = new HashMap<>();
        session.listIn(
                OPEN_AMONG,
                row -> open.put(ObjectRows.id(row), DamageKind.of(row.getString(2))),
                ObjectRows.values(objects));
        return open;
    }

    static List<DamagedObjects.Entry> openAfter(Session session, byte[] id, int max) throws SQLException {
        return session.list(OPEN_AFTER, DamageRows::entry, id, max);
    }

    static long count(Session session) throws SQLException {
        return session.one(COUNT, row -> row.getLong(1)).orElseThrow();
    }

    /** Objects that have gone cannot be damaged. */
    static void forgetGone(Transaction tx) throws SQLException {
        tx.update(FORGET_GONE);
    }

    private static DamagedObjects.Entry entry(ResultSet row) throws SQLException {
        return new DamagedObjects.Entry(
                ObjectRows.id(row),
                DamageKind.of(row.getString(2)),
                row.getString(3),
                ScrubRows.instant(row.getLong(4)),
                ScrubRows.instant(row.getLong(5)));
    }
}
