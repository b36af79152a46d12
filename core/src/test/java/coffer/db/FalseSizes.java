package coffer.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database whose columns of sizes say anything, and what they said before. */
public final class FalseSizes {
    /** Of each table, the columns that are counted from something else. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "object", List.of("size_bytes", "sealed_bytes"),
            "object_part", List.of("size_bytes"),
            "node", List.of("size_bytes", "property_bytes"),
            "dead_property", List.of("size_bytes"),
            "space", List.of("used_bytes"),
            "trash_item", List.of("size_bytes"),
            "version", List.of("size_bytes"),
            "upload", List.of("chunks", "size_bytes"),
            "upload_chunk", List.of("size_bytes"));

    private final Database database;

    public FalseSizes(Database database) {
        this.database = database;
    }

    /** All rows of the tables with sizes, but for the entity tags of files. */
    public Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Tables.Table table : tables()) {
            String columns = table.columns().stream()
                    .filter(column -> !(table.name().equals("node") && column.equals("etag")))
                    .collect(Collectors.joining(", "));
            int count = columns.split(",").length;
            rows.put(
                    table.name(),
                    database.read(session -> session.list(
                            "SELECT " + columns + " FROM " + table.name() + " ORDER BY "
                                    + String.join(", ", table.key()),
                            row -> text(row, count))));
        }
        return rows;
    }

    /**
     * Gives every size of every row another value, at random, or in some rows only.
     *
     * @param oneIn of so many rows about one
     */
    public void falsify(SplittableRandom random, int oneIn) {
        for (Tables.Table table : tables()) {
            String key = table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
            List<List<Object>> keys = database.read(session -> session.list(
                    "SELECT " + String.join(", ", table.key()) + " FROM " + table.name(),
                    row -> values(row, table.key().size())));
            for (String column : COLUMNS.getOrDefault(table.name(), List.of())) {
                String sql = "UPDATE " + table.name() + " SET " + column + " = ? WHERE " + key
                        + (column.equals("sealed_bytes") ? " AND form <> 3" : "");
                for (List<Object> row : keys) {
                    if (random.nextInt(oneIn) == 0) {
                        List<@Nullable Object> args = new ArrayList<>(row);
                        args.addFirst(number(random, table.name(), column));
                        database.write(Partition.GENERAL, tx -> tx.update(sql, args.toArray()));
                    }
                }
            }
        }
    }

    private static Object number(SplittableRandom random, String table, String column) {
        long least = table.equals("object_part") ? 1 : 0;
        if (column.equals("chunks")) {
            return random.nextInt(1_000_000);
        }
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> least + random.nextLong(100);
            case 2 -> least + random.nextLong(1_000_000);
            default -> random.nextLong(1, Long.MAX_VALUE);
        };
    }

    private List<Tables.Table> tables() {
        return database.read(Tables::all).stream()
                .filter(table -> COLUMNS.containsKey(table.name()))
                .toList();
    }

    private static List<Object> values(ResultSet row, int count) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            values.add(row.getObject(i));
        }
        return values;
    }

    private static String text(ResultSet row, int count) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Object value = row.getObject(i);
            values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
        }
        return String.join(" ", values);
    }
}
