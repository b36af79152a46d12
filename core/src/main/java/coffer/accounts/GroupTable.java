package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of {@code account_group}, {@code group_member} and {@code group_subadmin}. */
final class GroupTable {
    /** The group of administrators: made by the migration. */
    static final long ADMIN = 0;

    private static final String BY_GID =
            "SELECT id, gid, display_name, quota_bytes FROM account_group WHERE gid_key = ?";
    private static final String PAGE = """
            SELECT g.id, g.gid, g.display_name, g.quota_bytes
              FROM account_group AS g
             WHERE (? = 1 OR EXISTS (SELECT 1
                                       FROM group_subadmin AS s
                                      WHERE s.group_id = g.id AND s.account_id = ?))
               AND g.gid_key > ?
               AND g.search_text LIKE ? ESCAPE '!'
             ORDER BY g.gid_key
             LIMIT ? OFFSET ?
            """;
    private static final String OF_ACCOUNT = """
            SELECT g.id, g.gid, g.display_name, g.quota_bytes
              FROM group_member AS m
              JOIN account_group AS g ON g.id = m.group_id
             WHERE m.account_id = ?
             ORDER BY g.gid_key
            """;
    private static final String MANAGED_BY = """
            SELECT g.id, g.gid, g.display_name, g.quota_bytes
              FROM group_subadmin AS s
              JOIN account_group AS g ON g.id = s.group_id
             WHERE s.account_id = ?
             ORDER BY g.gid_key
            """;
    private static final String SUBADMINS = """
            SELECT a.uid
              FROM group_subadmin AS s
              JOIN account AS a ON a.id = s.account_id
             WHERE s.group_id = ?
             ORDER BY a.uid_key
            """;
    private static final String MANAGED_IDS = "SELECT group_id FROM group_subadmin WHERE account_id = ?";
    private static final String MEMBER_IDS = "SELECT group_id FROM group_member WHERE account_id = ?";
    private static final String IS_MEMBER = "SELECT 1 FROM group_member WHERE group_id = ? AND account_id = ?";
    private static final String COUNTS = """
            SELECT COUNT(*), COALESCE(SUM(1 - a.enabled), 0)
              FROM group_member AS m
              JOIN account AS a ON a.id = m.account_id
             WHERE m.group_id = ?
            """;
    private static final String ADMINS = """
            SELECT m.account_id
              FROM group_member AS m
              JOIN account AS a ON a.id = m.account_id
             WHERE m.group_id = 0 AND a.enabled = 1
             ORDER BY m.account_id
             LIMIT ?
            """;
    private static final String OTHER_ADMIN = """
            SELECT 1
              FROM group_member AS m
              JOIN account AS a ON a.id = m.account_id
             WHERE m.group_id = 0 AND m.account_id <> ? AND a.enabled = 1
             LIMIT 1
            """;
    private static final String RAISE_GUARD = "UPDATE account_group SET guard = guard + 1 WHERE id = 0";
    private static final String INSERT = """
            INSERT INTO account_group (id, gid, gid_key, display_name, search_text, guard, created_s)
            VALUES (?, ?, ?, ?, ?, 0, ?)
            ON CONFLICT (gid_key) DO NOTHING
            """;
    private static final String RENAME = "UPDATE account_group SET display_name = ?, search_text = ? WHERE id = ?";
    private static final String SET_QUOTA = "UPDATE account_group SET quota_bytes = ? WHERE id = ?";
    private static final String DELETE_MEMBERS = "DELETE FROM group_member WHERE group_id = ?";
    private static final String DELETE_SUBADMINS = "DELETE FROM group_subadmin WHERE group_id = ?";
    private static final String DELETE = "DELETE FROM account_group WHERE id = ? AND id <> 0";
    private static final String ADD = """
            INSERT INTO group_member (group_id, account_id, since_s)
            VALUES (?, ?, ?)
            ON CONFLICT (group_id, account_id) DO NOTHING
            """;
    private static final String REMOVE = "DELETE FROM group_member WHERE group_id = ? AND account_id = ?";
    private static final String PROMOTE = """
            INSERT INTO group_subadmin (group_id, account_id, since_s)
            VALUES (?, ?, ?)
            ON CONFLICT (group_id, account_id) DO NOTHING
            """;
    private static final String DEMOTE = "DELETE FROM group_subadmin WHERE group_id = ? AND account_id = ?";
    private static final String LEAVE_ALL = "DELETE FROM group_member WHERE account_id = ?";
    private static final String DEMOTE_EVERYWHERE = "DELETE FROM group_subadmin WHERE account_id = ?";

    private GroupTable() {}

    /**
     * A group with the id that only rows know.
     *
     * @param quota of each member whose own is the default; {@link Quota.Default} for none
     */
    record Row(long id, Group group, Quota quota) {
        boolean isAdmin() {
            return id == ADMIN;
        }
    }

    static Optional<Row> byGid(Session session, String gid) throws SQLException {
        Optional<GroupName> name = GroupName.parse(gid);
        return name.isEmpty()
                ? Optional.empty()
                : session.one(BY_GID, GroupTable::row, name.get().key());
    }

    /**
     * @param seer null for somebody who sees all groups; otherwise those that this account administers
     */
    static List<Row> page(Session session, @Nullable AccountId seer, String search, String after, int skip, int limit)
            throws SQLException {
        return session.list(
                PAGE,
                GroupTable::row,
                seer == null,
                seer == null ? 0L : seer.value(),
                GroupName.fold(after),
                AccountTable.pattern(search),
                limit,
                skip);
    }

    static List<Row> ofAccount(Session session, AccountId account) throws SQLException {
        return session.list(OF_ACCOUNT, GroupTable::row, account.value());
    }

    static List<Row> managedBy(Session session, AccountId account) throws SQLException {
        return session.list(MANAGED_BY, GroupTable::row, account.value());
    }

    static List<String> subadmins(Session session, long group) throws SQLException {
        return session.list(SUBADMINS, row -> row.getString(1), group);
    }

    static Set<Long> managedIds(Session session, AccountId account) throws SQLException {
        return new HashSet<>(session.list(MANAGED_IDS, row -> row.getLong(1), account.value()));
    }

    static Set<Long> memberIds(Session session, AccountId account) throws SQLException {
        return new HashSet<>(session.list(MEMBER_IDS, row -> row.getLong(1), account.value()));
    }

    static boolean isMember(Session session, long group, AccountId account) throws SQLException {
        return session.one(IS_MEMBER, _ -> true, group, account.value()).isPresent();
    }

    static List<AccountId> admins(Session session, int max) throws SQLException {
        return session.list(ADMINS, row -> new AccountId(row.getLong(1)), max);
    }

    /** Members of a group, and how many of these are disabled. */
    record Counts(int members, int disabled) {}

    static Counts counts(Session session, long group) throws SQLException {
        return session.one(COUNTS, row -> new Counts(row.getInt(1), row.getInt(2)), group)
                .orElseThrow();
    }

    /**
     * Whether somebody else could still administer this installation. Of two processes that ask this about each other's
     * administrator the second waits here until the first has committed.
     */
    static boolean anotherAdmin(Transaction tx, AccountId account) throws SQLException {
        tx.update(RAISE_GUARD);
        return tx.one(OTHER_ADMIN, _ -> true, account.value()).isPresent();
    }

    /** Returns whether the group id was free. */
    static boolean insert(Transaction tx, long id, GroupName gid, String displayName, long nowS) throws SQLException {
        return tx.update(INSERT, id, gid.value(), gid.key(), displayName, searchText(gid.value(), displayName), nowS)
                == 1;
    }

    static void rename(Transaction tx, Row group, String displayName) throws SQLException {
        tx.update(RENAME, displayName, searchText(group.group().gid(), displayName), group.id());
    }

    static void setQuota(Transaction tx, long group, Quota quota) throws SQLException {
        tx.update(SET_QUOTA, AccountTable.stored(quota), group);
    }

    static void delete(Transaction tx, long group) throws SQLException {
        tx.raises(SpaceId.SHARING);
        tx.update(DELETE_MEMBERS, group);
        tx.update(DELETE_SUBADMINS, group);
        tx.update(DELETE, group);
    }

    static boolean add(Transaction tx, long group, AccountId account, long nowS) throws SQLException {
        tx.raises(SpaceId.SHARING);
        return tx.update(ADD, group, account.value(), nowS) == 1;
    }

    static boolean remove(Transaction tx, long group, AccountId account) throws SQLException {
        tx.raises(SpaceId.SHARING);
        return tx.update(REMOVE, group, account.value()) == 1;
    }

    static boolean promote(Transaction tx, long group, AccountId account, long nowS) throws SQLException {
        return tx.update(PROMOTE, group, account.value(), nowS) == 1;
    }

    static boolean demote(Transaction tx, long group, AccountId account) throws SQLException {
        return tx.update(DEMOTE, group, account.value()) == 1;
    }

    static void leaveAll(Transaction tx, AccountId account) throws SQLException {
        tx.raises(SpaceId.SHARING);
        tx.update(LEAVE_ALL, account.value());
        tx.update(DEMOTE_EVERYWHERE, account.value());
    }

    private static String searchText(String gid, String displayName) {
        return GroupName.fold(gid + "\n" + displayName);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1), new Group(row.getString(2), row.getString(3)), AccountTable.quota(row.getLong(4)));
    }
}
