package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The statements on table {@code transfer}, and those on {@code node} that nothing else needs. */
final class TransferRows {
    private static final String COLUMNS = """
            node_id, from_space_id, to_space_id, to_parent_id, name, location, from_uid, to_uid, begun_us
            """;

    private static final String INSERT = "INSERT INTO transfer (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String FIND = "SELECT " + COLUMNS + " FROM transfer WHERE node_id = ?";

    private static final String ALL = "SELECT " + COLUMNS + " FROM transfer ORDER BY begun_us, node_id LIMIT ?";

    private static final String DELETE = "DELETE FROM transfer WHERE node_id = ?";

    private static final String MEMBERS_TO_SPACE =
            "UPDATE node SET space_id = ? WHERE parent_id = ? AND name > ? AND name <= ?";

    private static final String TO_SPACE = "UPDATE node SET space_id = ? WHERE id = ?";

    private TransferRows() {}

    /** A row of {@code transfer}. */
    record Transfer(
            FileId id,
            SpaceId from,
            SpaceId to,
            FileId parent,
            FileName name,
            String location,
            String fromUid,
            String toUid,
            long begunUs) {}

    static void insert(Session tx, Transfer transfer) throws SQLException {
        tx.update(
                INSERT,
                transfer.id.value(),
                transfer.from.value(),
                transfer.to.value(),
                transfer.parent.value(),
                transfer.name.value(),
                transfer.location,
                transfer.fromUid,
                transfer.toUid,
                transfer.begunUs);
    }

    static Optional<Transfer> find(Session session, FileId id) throws SQLException {
        return session.one(FIND, TransferRows::read, id.value());
    }

    /** Those begun first. */
    static List<Transfer> some(Session session, int max) throws SQLException {
        return session.list(ALL, TransferRows::read, max);
    }

    static void delete(Session tx, FileId id) throws SQLException {
        tx.update(DELETE, id.value());
    }

    /** Rewrites the space of members behind one name, up to and with another. */
    static void membersToSpace(Session tx, long collection, String after, String last, SpaceId to) throws SQLException {
        tx.update(MEMBERS_TO_SPACE, to.value(), collection, after, last);
    }

    static void toSpace(Session tx, FileId id, SpaceId to) throws SQLException {
        tx.update(TO_SPACE, to.value(), id.value());
    }

    private static Transfer read(ResultSet row) throws SQLException {
        return new Transfer(
                new FileId(row.getLong(1)),
                new SpaceId(row.getLong(2)),
                new SpaceId(row.getLong(3)),
                new FileId(row.getLong(4)),
                new FileName(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9));
    }
}
