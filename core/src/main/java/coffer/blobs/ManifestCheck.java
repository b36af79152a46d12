package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the parts of a manifest are there, leave no gap, and sum up to its size. Looks at rows only; the parts are objects of their own. */
final class ManifestCheck {
    private static final String PARTS = """
            SELECT p.offset_bytes, p.part_id, p.size_bytes, o.form, o.size_bytes
              FROM object_part p LEFT JOIN object o ON o.id = p.part_id
             WHERE p.manifest_id = ? AND p.offset_bytes > ?
             ORDER BY p.offset_bytes
             LIMIT ?
            """;

    private final Database database;

    ManifestCheck(Database database) {
        this.database = database;
    }

    private record Row(
            long offsetBytes,
            ObjectId part,
            long sizeBytes,
            @Nullable Long form,
            long objectBytes) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    new ObjectId(Session.uuid(row, 2)),
                    row.getLong(3),
                    Session.nullableLong(row, 4),
                    row.getLong(5));
        }
    }

    void check(ObjectFacts facts) throws DamageFound {
        long end = 0;
        long last = -1;
        List<Row> page;
        do {
            long from = last;
            page = database.read(
                    session -> session.list(PARTS, Row::read, facts.id.value(), from, ObjectRows.PARTS_PAGE));
            for (Row row : page) {
                part(row, end);
                end = row.offsetBytes + row.sizeBytes;
                last = row.offsetBytes;
            }
        } while (page.size() == ObjectRows.PARTS_PAGE);
        if (end != facts.sizeBytes) {
            throw new DamageFound(DamageKind.ROW, "its parts have " + end + " bytes, its row says " + facts.sizeBytes);
        }
    }

    private static void part(Row row, long expectedBytes) throws DamageFound {
        if (row.offsetBytes != expectedBytes) {
            throw new DamageFound(
                    DamageKind.ROW,
                    "part " + row.part + " begins at " + row.offsetBytes + ", the one before it ends at "
                            + expectedBytes);
        }
        if (row.form == null) {
            throw new DamageFound(DamageKind.MISSING, "part " + row.part + " does not exist");
        }
        if (row.form == ObjectRows.MANIFEST || row.objectBytes != row.sizeBytes) {
            throw new DamageFound(DamageKind.ROW, "part " + row.part + " is no object of " + row.sizeBytes + " bytes");
        }
    }
}
