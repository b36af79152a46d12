package coffer.versions;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ObjectSizes;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the sizes of versions anew, from the contents that they name. For one thread, while nobody else writes. */
public final class VersionSizes {
    private static final String TABLE = "version";
    private static final String SIZE = "size_bytes";
    private static final String PAGE = """
            SELECT node_id, revision_s, space_id, object_id, size_bytes
              FROM version
             WHERE (node_id, revision_s) > (?, ?)
             ORDER BY node_id, revision_s
             LIMIT ?
            """;
    private static final String SET = "UPDATE version SET size_bytes = ? WHERE node_id = ? AND revision_s = ?";

    private final Database database;
    private final Recount recount;
    private final ObjectSizes objects;

    /** @param objects counted before */
    public VersionSizes(Database database, Recount recount, ObjectSizes objects) {
        this.database = database;
        this.recount = recount;
        this.objects = objects;
    }

    private record Row(long node, long revision, SpaceId space, ObjectId object, long saidBytes) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getLong(2),
                    new SpaceId(row.getLong(3)),
                    new ObjectId(Session.uuid(row, 4)),
                    row.getLong(5));
        }
    }

    /** Counts all. */
    public void count() {
        long node = Long.MIN_VALUE;
        long revision = Long.MIN_VALUE;
        List<Row> page;
        do {
            page = page(node, revision);
            mend(page);
            if (!page.isEmpty()) {
                node = page.getLast().node;
                revision = page.getLast().revision;
            }
        } while (!page.isEmpty());
    }

    private List<Row> page(long node, long revision) {
        return database.readOne(session -> session.list(PAGE, Row::read, node, revision, Recount.ROWS));
    }

    private void mend(List<Row> page) {
        Map<ObjectId, Long> sizes =
                objects.of(page.stream().map(Row::object).distinct().toList());
        Recount.Batch batch = recount.batch(TABLE);
        List<@Nullable Object[]> rows = new ArrayList<>();
        Set<SpaceId> spaces = new HashSet<>();
        for (Row row : page) {
            String key = row.node + " " + row.revision;
            Long bytes = sizes.get(row.object);
            if (bytes == null) {
                recount.unknown(TABLE, key, SIZE, row.saidBytes, "its content " + row.object + " cannot be counted");
            } else if (batch.differs(key, SIZE, row.saidBytes, bytes)) {
                rows.add(new Object[] {bytes, row.node, row.revision});
                spaces.add(row.space);
            }
        }
        batch.end(Partition.of(spaces.toArray(SpaceId[]::new)), tx -> tx.batch(SET, rows));
    }
}
