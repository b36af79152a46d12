package coffer.trash;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code trash_item}. */
final class TrashRows {
    private static final String COLUMNS = """
            node_id, space_id, owner_uid, name, mark_s, location, parent_id, size_bytes, removed_us, remover_id,
            remover_uid
            """;

    private static final String INSERT =
            "INSERT INTO trash_item (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String LAST_MARK =
            "SELECT MAX(mark_s) FROM trash_item WHERE space_id = ? AND name = ? AND mark_s >= ?";

    private static final String BY_KEY =
            "SELECT " + COLUMNS + " FROM trash_item WHERE space_id = ? AND name = ? AND mark_s = ?";

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM trash_item WHERE space_id = ? AND node_id = ?";

    private static final String NEWEST = "SELECT " + COLUMNS + """
             FROM trash_item
            WHERE space_id = ? AND (removed_us, node_id) < (?, ?)
            ORDER BY removed_us DESC, node_id DESC
            LIMIT ?
            """;

    private static final String OLDEST =
            "SELECT " + COLUMNS + " FROM trash_item WHERE space_id = ? ORDER BY removed_us, node_id LIMIT ?";

    private static final String EXPIRED =
            "SELECT " + COLUMNS + " FROM trash_item WHERE removed_us <= ? ORDER BY removed_us, node_id LIMIT ?";

    private static final String SHRINK = "UPDATE trash_item SET size_bytes = size_bytes - ? WHERE node_id = ?";

    private static final String DELETE = "DELETE FROM trash_item WHERE node_id = ?";

    private static final String BYTES = "SELECT COALESCE(SUM(size_bytes), 0) FROM trash_item WHERE space_id = ?";

    private static final String SPACES =
            "SELECT DISTINCT space_id FROM trash_item WHERE space_id > ? ORDER BY space_id LIMIT ?";

    private TrashRows() {}

    static void insert(Session tx, TrashItem item) throws SQLException {
        AccountId remover = item.remover();
        tx.update(
                INSERT,
                item.id().value(),
                item.space().value(),
                item.ownerUid(),
                item.name().value(),
                item.key().markSeconds(),
                item.location().toString(),
                item.parent().value(),
                item.sizeBytes(),
                micros(item.removed()),
                remover == null ? null : remover.value(),
                item.removerUid());
    }

    /** A number that no other item of this name in the space has. */
    static long freeMark(Session tx, SpaceId space, FileName name, long seconds) throws SQLException {
        Optional<Long> last = tx.list(
                        LAST_MARK,
                        row -> Optional.ofNullable(Session.nullableLong(row, 1)),
                        space.value(),
                        name.value(),
                        seconds)
                .getFirst();
        return last.map(taken -> taken + 1).orElse(seconds);
    }

    static Optional<TrashItem> find(Session session, SpaceId space, TrashKey key) throws SQLException {
        return session.one(BY_KEY, TrashRows::read, space.value(), key.name().value(), key.markSeconds());
    }

    static Optional<TrashItem> find(Session session, SpaceId space, FileId id) throws SQLException {
        return session.one(BY_ID, TrashRows::read, space.value(), id.value());
    }

    /** The newest first, those after {@code after}. */
    static List<TrashItem> newest(Session session, SpaceId space, @Nullable TrashItem after, int max)
            throws SQLException {
        return session.list(
                NEWEST,
                TrashRows::read,
                space.value(),
                after == null ? Long.MAX_VALUE : micros(after.removed()),
                after == null ? Long.MAX_VALUE : after.id().value(),
                max);
    }

    static List<TrashItem> oldest(Session session, SpaceId space, int max) throws SQLException {
        return session.list(OLDEST, TrashRows::read, space.value(), max);
    }

    static List<TrashItem> removedUntil(Session session, Instant latest, int max) throws SQLException {
        return session.list(EXPIRED, TrashRows::read, micros(latest), max);
    }

    static void shrink(Session tx, FileId id, long bytes) throws SQLException {
        tx.update(SHRINK, bytes, id.value());
    }

    static void delete(Session tx, FileId id) throws SQLException {
        tx.update(DELETE, id.value());
    }

    static long bytes(Session session, SpaceId space) throws SQLException {
        return session.one(BYTES, row -> row.getLong(1), space.value()).orElse(0L);
    }

    /** Spaces that have something in the trash bin, in the order of their ids. */
    static List<SpaceId> spaces(Session session, long after, int max) throws SQLException {
        return session.list(SPACES, row -> new SpaceId(row.getLong(1)), after, max);
    }

    private static TrashItem read(ResultSet row) throws SQLException {
        Long remover = Session.nullableLong(row, 10);
        return new TrashItem(
                new FileId(row.getLong(1)),
                new SpaceId(row.getLong(2)),
                row.getString(3),
                new TrashKey(new FileName(row.getString(4)), row.getLong(5)),
                path(row.getString(6)),
                new FileId(row.getLong(7)),
                row.getLong(8),
                Instant.EPOCH.plus(row.getLong(9), ChronoUnit.MICROS),
                remover == null ? null : new AccountId(remover),
                row.getString(11));
    }

    /** Names have no slashes. */
    private static FilePath path(String text) {
        return new FilePath(
                Stream.of(text.substring(1).split("/", -1)).map(FileName::new).toList());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
