package coffer.bench.growth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Statements with named parameters ({@code :name}) on one connection; each is a transaction. Closes the connection. */
final class Statements implements AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile(":([a-z]+)");

    private final Connection connection;
    private final Map<String, Object> values = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Sets a parameter of the next statement. Returns this. */
    Statements with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Runs a statement, and forgets the parameters. */
    void run(String sql) throws SQLException {
        try (var statement = prepared(sql)) {
            statement.execute();
        }
    }

    /** The only number of the only row of an answer. */
    long number(String sql) throws SQLException {
        try (var statement = prepared(sql);
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("no answer to " + sql);
            }
            return rows.getLong(1);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        var statement = connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"));
        var position = 0;
        for (var name :
                PARAMETER.matcher(sql).results().map(found -> found.group(1)).toList()) {
            statement.setObject(++position, values.get(name));
        }
        values.clear();
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
