package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code share}. None but those by number or of endings finds what has ended. */
final class ShareRows {
    private static final String COLUMNS = """
            id, kind, node_id, space_id, owner_id, sharer_id, recipient_id, permissions, name, attributes, note, label,
            password_hash, token, hide_download, expires_s, created_s, away
            """;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM share WHERE ended_s IS NULL AND ";

    private static final String NUMBER = "UPDATE share_number SET next = next + 1";
    private static final String GIVEN = "SELECT next - 1 FROM share_number";
    private static final String INSERT =
            "INSERT INTO share (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = """
            UPDATE share
               SET permissions = ?, attributes = ?, note = ?, label = ?, password_hash = ?, token = ?,
                   hide_download = ?, expires_s = ?
             WHERE id = ? AND ended_s IS NULL
            """;
    private static final String END = "UPDATE share SET ended_s = ? WHERE id = ?";
    private static final String AWAY = "UPDATE share SET away = ? WHERE node_id = ?";
    private static final String TO_SPACE = """
            UPDATE share
               SET space_id = ?, owner_id = ?, sharer_id = CASE WHEN sharer_id = owner_id THEN ? ELSE sharer_id END
             WHERE node_id = ?
            """;
    private static final String DELETE = "DELETE FROM share WHERE node_id = ?";

    private static final String BY_ID = SELECT + "id = ?";
    private static final String ON_NODES = SELECT + "node_id IN (:in)";
    private static final String BY_SHARER = SELECT + "sharer_id = ? AND id > ? ORDER BY id LIMIT ?";
    private static final String OF_GONE =
            SELECT + "(sharer_id = ? OR (kind = 0 AND recipient_id = ?)) ORDER BY id LIMIT ?";
    private static final String TO_ACCOUNT = SELECT + "kind = 0 AND recipient_id = ?";
    private static final String TO_GROUPS = SELECT + "kind = 1 AND recipient_id IN (:in)";
    private static final String NODES_OF_SPACE =
            "SELECT DISTINCT node_id FROM share WHERE ended_s IS NULL AND space_id = ? AND away = ?";
    private static final String SHARED = "SELECT DISTINCT node_id FROM share WHERE node_id IN (:in)";

    private ShareRows() {}

    /** A number that no share had before. */
    static int number(Transaction tx) throws SQLException {
        tx.update(NUMBER);
        return Math.toIntExact(tx.one(GIVEN, row -> row.getLong(1)).orElseThrow());
    }

    static void insert(Transaction tx, Share share) throws SQLException {
        tx.update(
                INSERT,
                (long) share.id(),
                share.kind().number(),
                share.node().value(),
                share.space().value(),
                share.owner().value(),
                share.sharer().value(),
                share.recipient(),
                share.bits(),
                share.name().value(),
                share.attributes(),
                share.note(),
                share.label(),
                share.passwordHash(),
                share.token(),
                share.hideDownload(),
                seconds(share.expires()),
                share.created().getEpochSecond(),
                share.away());
    }

    static void update(Transaction tx, Share share) throws SQLException {
        tx.update(
                UPDATE,
                share.bits(),
                share.attributes(),
                share.note(),
                share.label(),
                share.passwordHash(),
                share.token(),
                share.hideDownload(),
                seconds(share.expires()),
                (long) share.id());
    }

    static void end(Transaction tx, int id, Instant now) throws SQLException {
        tx.update(END, now.getEpochSecond(), (long) id);
    }

    static void setAway(Transaction tx, FileId node, boolean away) throws SQLException {
        tx.update(AWAY, away, node.value());
    }

    /** What its owner had shared is from now on shared by the new one. */
    static void toSpace(Transaction tx, FileId node, SpaceId space, AccountId owner) throws SQLException {
        tx.update(TO_SPACE, space.value(), owner.value(), owner.value(), node.value());
    }

    static void delete(Transaction tx, FileId node) throws SQLException {
        tx.update(DELETE, node.value());
    }

    static Optional<Share> byId(Session session, int id) throws SQLException {
        return session.one(BY_ID, ShareRows::read, (long) id);
    }

    static List<Share> on(Session session, Collection<FileId> nodes) throws SQLException {
        return session.listIn(
                ON_NODES, ShareRows::read, nodes.stream().map(FileId::value).toList());
    }

    /** The next of those that an account hands on, by number. */
    static List<Share> by(Session session, AccountId sharer, int after, int max) throws SQLException {
        return session.list(BY_SHARER, ShareRows::read, sharer.value(), (long) after, max);
    }

    /** Some of those that an account hands on or has received by itself. */
    static List<Share> ofGone(Session session, AccountId account, int max) throws SQLException {
        return session.list(OF_GONE, ShareRows::read, account.value(), account.value(), max);
    }

    static List<Share> to(Session session, AccountId account) throws SQLException {
        return session.list(TO_ACCOUNT, ShareRows::read, account.value());
    }

    static List<Share> toGroups(Session session, Collection<Long> groups) throws SQLException {
        return session.listIn(TO_GROUPS, ShareRows::read, groups);
    }

    /** What is shared of a space, in the trash bin or not. */
    static List<FileId> nodes(Session session, SpaceId space, boolean away) throws SQLException {
        return session.list(NODES_OF_SPACE, row -> new FileId(row.getLong(1)), space.value(), away);
    }

    /** Those of these nodes that were ever shared. */
    static List<FileId> shared(Session session, Collection<FileId> nodes) throws SQLException {
        return session.listIn(
                SHARED,
                row -> new FileId(row.getLong(1)),
                nodes.stream().map(FileId::value).toList());
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }

    private static Share read(ResultSet row) throws SQLException {
        Long expires = Session.nullableLong(row, 16);
        return new Share(
                (int) row.getLong(1),
                ShareKind.of(row.getInt(2)).orElseThrow(),
                new FileId(row.getLong(3)),
                new SpaceId(row.getLong(4)),
                new AccountId(row.getLong(5)),
                new AccountId(row.getLong(6)),
                Session.nullableLong(row, 7),
                row.getInt(8),
                new FileName(row.getString(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getInt(15) == 1,
                expires == null ? null : Instant.ofEpochSecond(expires),
                Instant.ofEpochSecond(row.getLong(17)),
                row.getInt(18) == 1);
    }
}
