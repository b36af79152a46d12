package coffer.db;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the row the result set stands on. */
@FunctionalInterface
public interface RowReader {
    void read(ResultSet row) throws SQLException;
}
