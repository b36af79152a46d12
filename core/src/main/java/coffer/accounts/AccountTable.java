package coffer.accounts;

import coffer.base.AccountId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code account} and {@code account_profile}. Deleted accounts do not exist for any of the look-ups. */
final class AccountTable {
    private static final long DEFAULT_QUOTA = -1;

    /** What {@link #row} reads, from an {@code account AS a}; further columns may follow. */
    static final String COLUMNS = """
            a.id, a.uid, a.display_name, a.email, a.enabled, a.quota_bytes, a.created_s, a.first_login_s,
            a.last_login_s, a.language, a.locale, a.timezone, a.password_hash, a.credential_version, a.announced_s
            """;

    /** How many columns {@link #COLUMNS} are. */
    static final int COLUMN_COUNT = 15;

    private static final String BY_ID =
            "SELECT " + COLUMNS + " FROM account AS a WHERE a.id = ? AND a.deleted_s IS NULL";
    /**
     * Asked with each write of content, so one statement and no more than it needs: the groups are looked at only when the
     * account has no quota of its own.
     */
    static final String QUOTA_OF = """
            SELECT CASE a.quota_bytes
                   WHEN -1 THEN COALESCE((SELECT CASE MIN(g.quota_bytes) WHEN -3 THEN -3 ELSE MAX(g.quota_bytes) END
                                            FROM group_member AS m
                                            JOIN account_group AS g ON g.id = m.group_id
                                           WHERE m.account_id = a.id AND g.quota_bytes <> -1), -1)
                   ELSE a.quota_bytes
                   END
              FROM account AS a
             WHERE a.id = ? AND a.deleted_s IS NULL
            """;

    private static final String BY_UID =
            "SELECT " + COLUMNS + " FROM account AS a WHERE a.uid_key = ? AND a.deleted_s IS NULL";
    private static final String BY_EMAIL =
            "SELECT " + COLUMNS + " FROM account AS a WHERE a.email_key = ? AND a.deleted_s IS NULL LIMIT 2";
    private static final String TAKEN = "SELECT 1 FROM account WHERE uid_key = ?";
    private static final String ANY = "SELECT 1 FROM account LIMIT 1";

    /**
     * A page of accounts. The first two arguments say who asks: 1 for somebody who sees all, and the id of the account
     * whose groups count otherwise.
     */
    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM account AS a
             WHERE a.deleted_s IS NULL
               AND (? = 1 OR EXISTS (SELECT 1
                                       FROM group_subadmin AS s
                                       JOIN group_member AS m ON m.group_id = s.group_id
                                      WHERE s.account_id = ? AND m.account_id = a.id))
               AND (? = 0 OR a.enabled = 0)
               AND (? = -1 OR EXISTS (SELECT 1 FROM group_member AS g WHERE g.group_id = ? AND g.account_id = a.id))
               AND a.uid_key > ?
               AND a.search_text LIKE ? ESCAPE '!'
            """;

    private static final String PAGE_BY_UID = PAGE + " ORDER BY a.uid_key LIMIT ? OFFSET ?";
    private static final String PAGE_BY_LOGIN =
            PAGE + " ORDER BY COALESCE(a.last_login_s, 0) DESC, a.uid_key LIMIT ? OFFSET ?";

    private static final String INSERT = """
            INSERT INTO account (id, uid, uid_key, display_name, email, email_key, search_text, enabled, quota_bytes,
                                 language, locale, timezone, password_hash, credential_version, announced_s, created_s)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, '', '', ?, 1, 0, ?)
            ON CONFLICT (uid_key) DO NOTHING
            """;
    private static final String SET_NAMES =
            "UPDATE account SET display_name = ?, email = ?, email_key = ?, search_text = ? WHERE id = ?";
    private static final String SET_QUOTA = "UPDATE account SET quota_bytes = ? WHERE id = ?";
    private static final String SET_LANGUAGE = "UPDATE account SET language = ? WHERE id = ?";
    private static final String SET_LOCALE = "UPDATE account SET locale = ? WHERE id = ?";
    private static final String SET_TIMEZONE = "UPDATE account SET timezone = ? WHERE id = ?";
    private static final String SET_PASSWORD = """
            UPDATE account
               SET password_hash = ?, credential_version = credential_version + 1, announced_s = 0
             WHERE id = ?
            """;
    private static final String SET_ENABLED =
            "UPDATE account SET enabled = ?, credential_version = credential_version + 1 WHERE id = ?";
    private static final String REHASH = "UPDATE account SET password_hash = ? WHERE id = ? AND credential_version = ?";
    private static final String LOGGED_IN = """
            UPDATE account
               SET last_login_s = ?, first_login_s = COALESCE(first_login_s, ?)
             WHERE id = ? AND credential_version = ? AND enabled = 1 AND deleted_s IS NULL
            """;
    private static final String ANNOUNCE = "UPDATE account SET announced_s = ? WHERE id = ? AND announced_s <= ?";
    private static final String USED = """
            UPDATE account
               SET last_login_s = ?, first_login_s = COALESCE(first_login_s, ?)
             WHERE id = ? AND (last_login_s IS NULL OR last_login_s < ?)
            """;
    private static final String DELETE = """
            UPDATE account
               SET deleted_s = ?, enabled = 0, display_name = uid, email = NULL, email_key = NULL, search_text = '',
                   language = '', locale = '', timezone = '', password_hash = NULL,
                   credential_version = credential_version + 1, first_login_s = NULL, last_login_s = NULL
             WHERE id = ? AND deleted_s IS NULL
            """;
    private static final String CLOSE = """
            UPDATE account
               SET enabled = 0, email = NULL, email_key = NULL, search_text = ?, language = '', locale = '', timezone = '',
                   password_hash = NULL, credential_version = credential_version + 1
             WHERE id = ? AND deleted_s IS NULL
            """;
    private static final String DELETED =
            "SELECT id, uid FROM account WHERE deleted_s IS NOT NULL AND id > ? ORDER BY id LIMIT ?";
    private static final String RELEASE = "DELETE FROM account WHERE id = ? AND deleted_s IS NOT NULL";

    private static final String PROFILE = "SELECT field, value FROM account_profile WHERE account_id = ?";
    private static final String SET_FIELD = """
            INSERT INTO account_profile (account_id, field, value)
            VALUES (?, ?, ?)
            ON CONFLICT (account_id, field) DO UPDATE SET value = excluded.value
            """;
    private static final String CLEAR_FIELD = "DELETE FROM account_profile WHERE account_id = ? AND field = ?";
    private static final String CLEAR_PROFILE = "DELETE FROM account_profile WHERE account_id = ?";

    private AccountTable() {}

    /**
     * An account with what only sign-in may know.
     *
     * @param passwordHash PHC text; null when nobody can sign in by password
     * @param announcedS when the last success event of the password was written, seconds since 1970
     */
    record Row(Account account, @Nullable String passwordHash, long credentialVersion, long announcedS) {}

    /** The account's own quota, else the largest of its groups, else {@link Quota.Default}. Empty for no account. */
    static Optional<Quota> quota(Session session, AccountId id) throws SQLException {
        return session.one(QUOTA_OF, row -> quota(row.getLong(1)), id.value());
    }

    static Optional<Row> byId(Session session, AccountId id) throws SQLException {
        return session.one(BY_ID, AccountTable::row, id.value());
    }

    static Optional<Row> byUid(Session session, String uid) throws SQLException {
        return session.one(BY_UID, AccountTable::row, key(uid));
    }

    /** By user id, or else by an e-mail address that no other account has. */
    static Optional<Row> byLogin(Session session, String login) throws SQLException {
        Optional<Row> named = byUid(session, login);
        if (named.isPresent() || login.indexOf('@') < 0) {
            return named;
        }
        List<Row> addressed = session.list(BY_EMAIL, AccountTable::row, key(login));
        return addressed.size() == 1 ? Optional.of(addressed.getFirst()) : Optional.empty();
    }

    /** Whether nobody may get this user id; also while a deleted account's things are being removed. */
    static boolean taken(Session session, String uid) throws SQLException {
        return session.one(TAKEN, _ -> true, key(uid)).isPresent();
    }

    /** Whether there is or was any account whose user id is taken. */
    static boolean any(Session session) throws SQLException {
        return session.one(ANY, _ -> true).isPresent();
    }

    /**
     * @param seer null for somebody who sees all accounts
     * @param groupId -1 for no particular group
     */
    static List<Account> page(Session session, @Nullable AccountId seer, long groupId, AccountQuery query)
            throws SQLException {
        String statement =
                switch (query.order()) {
                    case UID -> PAGE_BY_UID;
                    case LAST_LOGIN -> PAGE_BY_LOGIN;
                };
        return session.list(
                statement,
                row -> row(row).account(),
                seer == null,
                seer == null ? 0L : seer.value(),
                query.disabledOnly(),
                groupId,
                groupId,
                key(query.after()),
                pattern(query.search()),
                query.limit(),
                query.skip());
    }

    /** Returns whether the user id was free. */
    static boolean insert(
            Transaction tx,
            AccountId id,
            Uid uid,
            String displayName,
            @Nullable String email,
            Quota quota,
            String language,
            @Nullable String passwordHash,
            long nowS)
            throws SQLException {
        return tx.update(
                        INSERT,
                        id.value(),
                        uid.value(),
                        uid.key(),
                        displayName,
                        email,
                        email == null ? null : key(email),
                        searchText(uid.value(), displayName, email),
                        stored(quota),
                        language,
                        passwordHash,
                        nowS)
                == 1;
    }

    static void setNames(Transaction tx, Account account, String displayName, @Nullable String email)
            throws SQLException {
        tx.update(
                SET_NAMES,
                displayName,
                email,
                email == null ? null : key(email),
                searchText(account.uid(), displayName, email),
                account.id().value());
    }

    static void setQuota(Transaction tx, AccountId id, Quota quota) throws SQLException {
        tx.update(SET_QUOTA, stored(quota), id.value());
    }

    static void setLanguage(Transaction tx, AccountId id, String tag) throws SQLException {
        tx.update(SET_LANGUAGE, tag, id.value());
    }

    static void setLocale(Transaction tx, AccountId id, String tag) throws SQLException {
        tx.update(SET_LOCALE, tag, id.value());
    }

    static void setTimezone(Transaction tx, AccountId id, String zone) throws SQLException {
        tx.update(SET_TIMEZONE, zone, id.value());
    }

    static void setPassword(Transaction tx, AccountId id, String hash) throws SQLException {
        tx.update(SET_PASSWORD, hash, id.value());
    }

    static void setEnabled(Transaction tx, AccountId id, boolean enabled) throws SQLException {
        tx.update(SET_ENABLED, enabled, id.value());
    }

    /** The same password in another hash: logins made with it stay good. */
    static void rehash(Transaction tx, AccountId id, long credentialVersion, String hash) throws SQLException {
        tx.update(REHASH, hash, id.value(), credentialVersion);
    }

    /** Returns whether the account still takes the password that was checked. */
    static boolean loggedIn(Transaction tx, AccountId id, long credentialVersion, long nowS) throws SQLException {
        return tx.update(LOGGED_IN, nowS, nowS, id.value(), credentialVersion) == 1;
    }

    /** Returns whether the last success event is older than {@code beforeS}; then the caller writes the next. */
    static boolean announce(Transaction tx, AccountId id, long nowS, long beforeS) throws SQLException {
        return tx.update(ANNOUNCE, nowS, id.value(), beforeS) == 1;
    }

    static void used(Transaction tx, AccountId id, long atS) throws SQLException {
        tx.update(USED, atS, atS, id.value(), atS);
    }

    /** Leaves only the user id, which nobody else may have yet. */
    static void delete(Transaction tx, AccountId id, long nowS) throws SQLException {
        tx.update(CLEAR_PROFILE, id.value());
        tx.update(DELETE, nowS, id.value());
    }

    /** Leaves user id and name, so that it is known whose files they are. */
    static void close(Transaction tx, Account account) throws SQLException {
        tx.update(CLEAR_PROFILE, account.id().value());
        tx.update(
                CLOSE,
                searchText(account.uid(), account.displayName(), null),
                account.id().value());
    }

    /** An account whose things are being removed. */
    record Deleted(AccountId id, String uid) {}

    static List<Deleted> deleted(Session session, long afterId, int max) throws SQLException {
        return session.list(DELETED, row -> new Deleted(new AccountId(row.getLong(1)), row.getString(2)), afterId, max);
    }

    static boolean release(Transaction tx, AccountId id) throws SQLException {
        return tx.update(RELEASE, id.value()) == 1;
    }

    static Profile profile(Session session, AccountId id) throws SQLException {
        Map<ProfileField, String> values = new EnumMap<>(ProfileField.class);
        session.each(
                PROFILE,
                row -> {
                    String value = row.getString(2);
                    // A field that a newer release has written is not ours to show.
                    ProfileField.ofKey(row.getString(1)).ifPresent(field -> values.put(field, value));
                },
                id.value());
        return new Profile(values);
    }

    static void setField(Transaction tx, AccountId id, ProfileField field, String value) throws SQLException {
        if (value.isEmpty()) {
            tx.update(CLEAR_FIELD, id.value(), field.key());
        } else {
            tx.update(SET_FIELD, id.value(), field.key(), value);
        }
    }

    /** What two login names share that differ only in letter case. */
    static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }

    /** A pattern that finds the text anywhere. */
    static String pattern(String search) {
        String literal =
                GroupName.fold(search).replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return "%" + literal + "%";
    }

    private static String searchText(String uid, String displayName, @Nullable String email) {
        return GroupName.fold(uid + "\n" + displayName + "\n" + (email == null ? "" : email));
    }

    /** As in columns {@code quota_bytes}. */
    static long stored(Quota quota) {
        return switch (quota) {
            case Quota.Unlimited _ -> Quota.UNLIMITED_BYTES;
            case Quota.Default _ -> DEFAULT_QUOTA;
            case Quota.Bytes(long bytes) -> bytes;
        };
    }

    /** Reads what {@link #stored} has written. */
    static Quota quota(long stored) {
        if (stored >= 0) {
            return new Quota.Bytes(stored);
        }
        return stored == DEFAULT_QUOTA ? new Quota.Default() : new Quota.Unlimited();
    }

    static Row row(ResultSet row) throws SQLException {
        Account account = new Account(
                new AccountId(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5) == 1,
                quota(row.getLong(6)),
                Instant.ofEpochSecond(row.getLong(7)),
                instant(row, 8),
                instant(row, 9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
        return new Row(account, row.getString(13), row.getLong(14), row.getLong(15));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Long seconds = Session.nullableLong(row, column);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
