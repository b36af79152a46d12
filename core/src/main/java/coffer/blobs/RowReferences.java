package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The references of a feature that has a column {@code object_id} in one table, indexed, and a space for each row. Does not change. */
public final class RowReferences implements ObjectReferences {
    private final String named;
    private final String spaces;
    private final String replace;

    private RowReferences(String table, String key, String from) {
        named = "SELECT DISTINCT object_id FROM " + table + " WHERE object_id IN (:in)";
        spaces = "SELECT DISTINCT space_id FROM " + from + " WHERE object_id = ?";
        replace = "UPDATE " + table + " SET object_id = ? WHERE (" + key + ") IN (SELECT " + key + " FROM " + from
                + " WHERE object_id = ? AND space_id = ? LIMIT ?)";
    }

    /**
     * Of a table with a column {@code space_id}.
     *
     * @param key its primary key, columns separated by commas
     */
    public static RowReferences of(String table, String key) {
        return new RowReferences(table, key, table);
    }

    /**
     * Of a table whose rows belong to those of another, which has the column {@code space_id}.
     *
     * @param key its primary key, columns separated by commas, each with the name of the table
     * @param join what follows the table's name in a FROM clause
     */
    public static RowReferences of(String table, String key, String join) {
        return new RowReferences(table, key, table + " " + join);
    }

    @Override
    public Set<ObjectId> named(Session session, Collection<ObjectId> candidates) throws SQLException {
        return new HashSet<>(session.listIn(named, ObjectRows::id, ObjectRows.values(candidates)));
    }

    @Override
    public Set<SpaceId> spaces(Session session, ObjectId object) throws SQLException {
        return new HashSet<>(session.list(spaces, row -> new SpaceId(row.getLong(1)), object.value()));
    }

    @Override
    public int replace(Transaction tx, SpaceId space, ObjectId before, ObjectId now, int max) throws SQLException {
        return tx.update(replace, now.value(), before.value(), space.value(), max);
    }
}
