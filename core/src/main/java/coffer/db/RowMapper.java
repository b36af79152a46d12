package coffer.db;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes a value of the row the result set stands on. Columns are addressed by position, from 1. */
@FunctionalInterface
public interface RowMapper<T extends @org.jspecify.annotations.Nullable Object> {
    T map(ResultSet row) throws SQLException;
}
