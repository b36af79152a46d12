package coffer.locks;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The statements on table {@code write_lock}. */
final class LockRows {
    private static final String COLUMNS =
            "token, space_id, node_id, account_id, exclusive, infinite, owner_xml, timeout_s, expires_us, kind,"
                    + " created_us, holder_uid, holder_name, program";

    private static final String HELD = "SELECT " + COLUMNS + " FROM write_lock WHERE space_id = ? AND expires_us > ?";

    private static final String EXPIRED =
            "SELECT " + COLUMNS + " FROM write_lock WHERE expires_us <= ? ORDER BY expires_us LIMIT ?";

    private static final String OF_ACCOUNT =
            "SELECT " + COLUMNS + " FROM write_lock WHERE account_id = ? ORDER BY token LIMIT ?";

    private static final String INSERT =
            "INSERT INTO write_lock (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String REFRESH = "UPDATE write_lock SET timeout_s = ?, expires_us = ? WHERE token = ?";

    private static final String TO_SPACE = "UPDATE write_lock SET space_id = ? WHERE token = ?";

    private static final String DELETE = "DELETE FROM write_lock WHERE token = ?";

    private static final String DELETE_EXPIRED = "DELETE FROM write_lock WHERE token = ? AND expires_us <= ?";

    private LockRows() {}

    /** What the locks of a space are shared under within a group of changes. */
    private record LocksOf(SpaceId space) {}

    /** The same as {@link #held}, read once for a group of changes. */
    static List<HeldLock> heldInGroup(Transaction tx, SpaceId space, long nowUs) throws SQLException {
        return tx.shared(new LocksOf(space), session -> held(session, space, nowUs));
    }

    /** The locks of a space that hold now. */
    static List<HeldLock> held(Session session, SpaceId space, long nowUs) throws SQLException {
        return session.list(HELD, LockRows::read, space.value(), nowUs);
    }

    /** Locks whose time is over, those that ended first. */
    static List<HeldLock> expired(Session session, long nowUs, int max) throws SQLException {
        return session.list(EXPIRED, LockRows::read, nowUs, max);
    }

    /** Locks of an account, in whatever space, also those whose time is over. */
    static List<HeldLock> of(Session session, AccountId account, int max) throws SQLException {
        return session.list(OF_ACCOUNT, LockRows::read, account.value(), max);
    }

    static void insert(Transaction tx, HeldLock lock) throws SQLException {
        tx.forget(new LocksOf(lock.space()));
        tx.update(
                INSERT,
                lock.token(),
                lock.space().value(),
                lock.root().value(),
                lock.holder().account().value(),
                lock.scope() == LockScope.EXCLUSIVE,
                lock.infinite(),
                lock.ownerXml(),
                lock.timeoutSeconds(),
                lock.expiresUs(),
                lock.type() == null ? 0 : lock.type().number() + 1,
                lock.createdUs(),
                lock.holder().uid(),
                lock.holder().name(),
                lock.program());
    }

    static void refresh(Transaction tx, HeldLock lock) throws SQLException {
        tx.forget(new LocksOf(lock.space()));
        tx.update(REFRESH, lock.timeoutSeconds(), lock.expiresUs(), lock.token());
    }

    /** Returns false when it is gone already. */
    static boolean delete(Transaction tx, HeldLock lock) throws SQLException {
        tx.forget(new LocksOf(lock.space()));
        return tx.update(DELETE, lock.token()) == 1;
    }

    /** Returns false when it is gone already, or was refreshed meanwhile. */
    static boolean deleteExpired(Transaction tx, HeldLock lock, long nowUs) throws SQLException {
        tx.forget(new LocksOf(lock.space()));
        return tx.update(DELETE_EXPIRED, lock.token(), nowUs) == 1;
    }

    static void toSpace(Transaction tx, HeldLock lock, SpaceId to) throws SQLException {
        tx.forget(new LocksOf(lock.space()));
        tx.forget(new LocksOf(to));
        tx.update(TO_SPACE, to.value(), lock.token());
    }

    private static HeldLock read(ResultSet row) throws SQLException {
        return new HeldLock(
                row.getString(1),
                new SpaceId(row.getLong(2)),
                new FileId(row.getLong(3)),
                new LockHolder(new AccountId(row.getLong(4)), row.getString(12), row.getString(13)),
                FileLockType.ofNumber(row.getInt(10) - 1).orElse(null),
                row.getInt(5) != 0 ? LockScope.EXCLUSIVE : LockScope.SHARED,
                row.getInt(6) != 0,
                row.getString(7),
                row.getString(14),
                row.getLong(11),
                row.getLong(8),
                row.getLong(9));
    }
}
