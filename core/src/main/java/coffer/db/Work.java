package coffer.db;

import java.sql.SQLException;

/** What a reader does with one snapshot. It must not wait for anything but the database. */
@FunctionalInterface
public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    T apply(Session session) throws SQLException;
}
