package coffer.db;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which tables the database has, for what copies all of them: backup and restore. Asked of the database itself, so that a table of a new
 * feature cannot be forgotten. Stateless.
 */
public final class Tables {
    private static final String APPLIED =
            "SELECT version FROM schema_history WHERE version IS NOT NULL ORDER BY installed_rank";
    private static final String OF_MIGRATIONS = "schema_history";
    private static final String OF_SQLITE = "sqlite_";

    private Tables() {}

    /**
     * @param columns in the order in which they were made
     * @param key columns of the primary key; their values in this order sort alike in both databases
     */
    public record Table(String name, List<String> columns, List<String> key) {
        public Table {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /** All tables but that of the migrations; each behind those that it refers to. */
    public static List<Table> all(Session session) throws SQLException {
        Connection connection = session.connection();
        DatabaseMetaData meta = connection.getMetaData();
        String schema = connection.getSchema();
        Map<String, Table> tables = new TreeMap<>();
        Map<String, Set<String>> above = new TreeMap<>();
        for (String name : names(meta, schema)) {
            tables.put(name, new Table(name, columns(meta, schema, name), key(meta, schema, name)));
            above.put(name, referredTo(meta, schema, name));
        }
        Set<String> order = new LinkedHashSet<>();
        while (order.size() < tables.size()) {
            int before = order.size();
            for (String name : tables.keySet()) {
                Set<String> missing = new TreeSet<>(above.get(name));
                missing.remove(name);
                if (order.containsAll(missing)) {
                    order.add(name);
                }
            }
            if (order.size() == before) {
                throw new IllegalStateException("tables refer to each other in a circle: " + tables.keySet());
            }
        }
        return order.stream().map(tables::get).toList();
    }

    /** The migrations that this database has seen, in their order. */
    public static List<String> migrations(Session session) throws SQLException {
        return session.list(APPLIED, row -> row.getString(1));
    }

    /**
     * Lets numbers that the database gives go on behind those that rows have, which were written with theirs. SQLite does so by itself.
     */
    public static void continueNumbers(Session session, Table table) throws SQLException {
        if (session.dialect() != Dialect.POSTGRESQL || table.key().size() != 1) {
            return;
        }
        String column = table.key().getFirst();
        List<String> sequences = session.list(
                "SELECT pg_get_serial_sequence(?, ?) AS found WHERE pg_get_serial_sequence(?, ?) IS NOT NULL",
                row -> row.getString(1),
                table.name(),
                column,
                table.name(),
                column);
        for (String sequence : sequences) {
            session.list(
                    "SELECT setval('" + sequence + "', (SELECT coalesce(max(" + column + "), 0) + 1 FROM "
                            + table.name() + "), false)",
                    row -> row.getLong(1));
        }
    }

    private static Set<String> names(DatabaseMetaData meta, String schema) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet rows = meta.getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.equals(OF_MIGRATIONS) && !name.startsWith(OF_SQLITE)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static List<String> columns(DatabaseMetaData meta, String schema, String table) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet rows = meta.getColumns(null, schema, escaped(meta, table), "%")) {
            while (rows.next()) {
                columns.put(rows.getInt("ORDINAL_POSITION"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    private static List<String> key(DatabaseMetaData meta, String schema, String table) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet rows = meta.getPrimaryKeys(null, schema, table)) {
            while (rows.next()) {
                columns.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalStateException("table " + table + " has no primary key");
        }
        return List.copyOf(columns.values());
    }

    private static Set<String> referredTo(DatabaseMetaData meta, String schema, String table) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = meta.getImportedKeys(null, schema, table)) {
            while (rows.next()) {
                tables.add(rows.getString("PKTABLE_NAME"));
            }
        }
        return new TreeSet<>(tables);
    }

    /** The drivers take names of tables for patterns, in which an underscore is any character. */
    private static String escaped(DatabaseMetaData meta, String name) throws SQLException {
        return name.replace("_", meta.getSearchStringEscape() + "_");
    }
}
