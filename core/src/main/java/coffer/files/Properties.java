package coffer.files;

import coffer.base.FileId;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code dead_property}, each in step with {@code node.property_bytes}. */
final class Properties {
    private static final String OF = """
            SELECT node_id, namespace, name, xml
              FROM dead_property
             WHERE node_id IN (:in)
             ORDER BY node_id, namespace, name
            """;

    private static final String SIZES = "SELECT namespace, name, size_bytes FROM dead_property WHERE node_id = ?";

    private static final String SET = """
            INSERT INTO dead_property (node_id, namespace, name, xml, size_bytes)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (node_id, namespace, name)
            DO UPDATE SET xml = excluded.xml, size_bytes = excluded.size_bytes
            """;

    private static final String REMOVE = "DELETE FROM dead_property WHERE node_id = ? AND namespace = ? AND name = ?";

    private static final String REMOVE_ALL = "DELETE FROM dead_property WHERE node_id = ?";

    private Properties() {}

    /** What tells one dead property of a file from another. */
    record Name(String namespace, String name) {}

    /** By file, in the order of their names; files without any are absent. */
    static Map<FileId, List<DeadProperty>> of(Session session, Collection<FileId> files) throws SQLException {
        Map<FileId, List<DeadProperty>> properties = new HashMap<>();
        for (Row row : rows(session, files)) {
            properties.computeIfAbsent(row.file(), _ -> new ArrayList<>()).add(row.property());
        }
        return properties;
    }

    static Map<Name, Long> sizes(Session session, FileId file) throws SQLException {
        Map<Name, Long> sizes = new HashMap<>();
        session.each(
                SIZES, row -> sizes.put(new Name(row.getString(1), row.getString(2)), row.getLong(3)), file.value());
        return sizes;
    }

    static void set(Session tx, FileId file, DeadProperty property) throws SQLException {
        tx.update(SET, args(file, property));
    }

    static void remove(Session tx, FileId file, Name name) throws SQLException {
        tx.update(REMOVE, file.value(), name.namespace(), name.name());
    }

    /** Before its row in {@code node} is deleted. */
    static void removeAll(Session tx, Node node) throws SQLException {
        if (node.propertyBytes() > 0) {
            tx.update(REMOVE_ALL, node.id().value());
        }
    }

    /**
     * Gives copies the properties of their originals.
     *
     * @param copies by the id of the original
     */
    static void copy(Session tx, Map<FileId, FileId> copies) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Row row : rows(tx, copies.keySet())) {
            FileId copy = copies.get(row.file());
            if (copy != null) {
                rows.add(args(copy, row.property()));
            }
        }
        if (!rows.isEmpty()) {
            tx.batch(SET, rows);
        }
    }

    private record Row(FileId file, DeadProperty property) {}

    private static List<Row> rows(Session session, Collection<FileId> files) throws SQLException {
        return session.listIn(
                OF,
                row -> new Row(
                        new FileId(row.getLong(1)),
                        new DeadProperty(row.getString(2), row.getString(3), row.getString(4))),
                files.stream().map(FileId::value).toList());
    }

    private static @Nullable Object[] args(FileId file, DeadProperty property) {
        return new @Nullable Object[] {
            file.value(), property.namespace(), property.name(), property.xml(), property.bytes()
        };
    }
}
