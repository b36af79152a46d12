package coffer.accounts;

import coffer.base.AccountId;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is who, for features whose rows name accounts and groups; asked within their own sessions. */
public final class People {
    private static final String COLUMNS = "id, uid, display_name, email, enabled";

    private static final String BY_IDS = "SELECT " + COLUMNS + " FROM account WHERE deleted_s IS NULL AND id IN (:in)";

    private static final String BY_UID = "SELECT " + COLUMNS + " FROM account WHERE deleted_s IS NULL AND uid_key = ?";

    private static final String GROUPS = "SELECT id, gid, display_name FROM account_group WHERE id IN (:in)";

    private static final String GROUP = "SELECT id, gid, display_name FROM account_group WHERE gid_key = ?";

    private static final String SEARCH = "SELECT " + COLUMNS + """
             FROM account
            WHERE deleted_s IS NULL AND enabled = 1 AND search_text LIKE ? ESCAPE '!'
            ORDER BY uid_key
            LIMIT ? OFFSET ?
            """;

    private static final String SEARCH_GROUPS = """
            SELECT id, gid, display_name
              FROM account_group
             WHERE search_text LIKE ? ESCAPE '!'
             ORDER BY gid_key
             LIMIT ? OFFSET ?
            """;

    private People() {}

    /**
     * An account as others see it.
     *
     * @param email null for none
     */
    public record Person(
            AccountId id,
            String uid,
            String displayName,
            @Nullable String email,
            boolean enabled) {}

    /**
     * A group.
     *
     * @param id never used again, also not by a group that gets the same name later
     */
    public record Circle(long id, String gid, String displayName) {}

    /** Those of these accounts that exist. */
    public static Map<AccountId, Person> byIds(Session session, Collection<AccountId> ids) throws SQLException {
        Map<AccountId, Person> people = new HashMap<>();
        session.listIn(
                        BY_IDS,
                        People::person,
                        ids.stream().map(AccountId::value).toList())
                .forEach(person -> people.put(person.id, person));
        return people;
    }

    /** The account with this user id, in any letter case. */
    public static Optional<Person> byUid(Session session, String uid) throws SQLException {
        return session.one(BY_UID, People::person, AccountTable.key(uid));
    }

    /** The numbers of the groups an account is in. */
    public static Set<Long> groupsOf(Session session, AccountId account) throws SQLException {
        return GroupTable.memberIds(session, account);
    }

    /** Those of these groups that exist. */
    public static Map<Long, Circle> groups(Session session, Collection<Long> ids) throws SQLException {
        Map<Long, Circle> groups = new HashMap<>();
        session.listIn(GROUPS, People::circle, List.copyOf(ids)).forEach(group -> groups.put(group.id, group));
        return groups;
    }

    /** The group with this id, in any letter case. */
    public static Optional<Circle> group(Session session, String gid) throws SQLException {
        Optional<GroupName> name = GroupName.parse(gid);
        return name.isEmpty()
                ? Optional.empty()
                : session.one(GROUP, People::circle, name.get().key());
    }

    /**
     * Accounts in use whose user id, name or address holds a text, in the order of their user ids.
     *
     * @param search empty for all
     */
    public static List<Person> search(Session session, String search, int skip, int limit) throws SQLException {
        return session.list(SEARCH, People::person, AccountTable.pattern(search), limit, skip);
    }

    /** Groups whose id or name holds a text, in the order of their ids. */
    public static List<Circle> searchGroups(Session session, String search, int skip, int limit) throws SQLException {
        return session.list(SEARCH_GROUPS, People::circle, AccountTable.pattern(search), limit, skip);
    }

    /** Whether a text is this name but for letter case. */
    public static boolean isSame(String text, String name) {
        return GroupName.fold(text).equals(GroupName.fold(name));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                new AccountId(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5) == 1);
    }

    private static Circle circle(ResultSet row) throws SQLException {
        return new Circle(row.getLong(1), row.getString(2), row.getString(3));
    }
}
