package coffer.backup;

import coffer.blobs.StoredObjects;
import coffer.db.Session;
import coffer.db.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all rows of all tables within one snapshot of the database. Stateless. */
final class TableDump {
    /** Of PostgreSQL's answers: pictures of people are the largest rows. */
    private static final int ROWS_AT_ONCE = 100;

    private TableDump() {}

    /** The rows of every table, those of a table in the order of its key. Bytes of objects are left to who copies objects. */
    static List<StreamRef> dump(Session session, Pieces pieces) throws SQLException {
        List<StreamRef> streams = new ArrayList<>();
        for (Tables.Table table : Tables.all(session)) {
            if (!table.name().equals(StoredObjects.INLINE_TABLE)) {
                streams.add(dump(session, table, pieces));
            }
        }
        return streams;
    }

    private static StreamRef dump(Session session, Tables.Table table, Pieces pieces) throws SQLException {
        StreamWriter stream = new StreamWriter(Snapshot.TABLE + table.name(), table.columns(), pieces);
        int columns = table.columns().size();
        session.stream(
                "SELECT " + String.join(", ", table.columns()) + " FROM " + table.name() + " ORDER BY "
                        + String.join(", ", table.key()),
                ROWS_AT_ONCE,
                row -> stream.add(Values.encode(values(row, columns))));
        return stream.end();
    }

    private static List<@Nullable Object> values(ResultSet row, int columns) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            values.add(row.getObject(i));
        }
        return values;
    }
}
