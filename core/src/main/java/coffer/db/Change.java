package coffer.db;

import java.sql.SQLException;

/**
 * One member of a group commit: a short run of statements, well below 50 ms, that waits for nothing but the database.
 *
 * <p>It may run more than once, when the group around it has to be repeated; so it changes nothing outside the
 * database. What must happen once, and only if the change became durable, goes to {@link Transaction#afterCommit}.
 */
@FunctionalInterface
public interface Change<T extends @org.jspecify.annotations.Nullable Object> {
    T apply(Transaction tx) throws SQLException;
}
