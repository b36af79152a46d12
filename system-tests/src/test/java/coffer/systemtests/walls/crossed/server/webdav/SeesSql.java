package coffer.systemtests.walls.crossed.server.webdav;

import java.sql.Connection;
import java.sql.SQLException;

/** Crosses the wall of SQL: a protocol sees JDBC. */
public final class SeesSql {
    void close(Connection connection) throws SQLException {
        connection.close();
    }
}
