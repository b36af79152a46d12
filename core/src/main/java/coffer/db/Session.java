package coffer.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, within one snapshot or transaction. For one thread, and only while the {@link Work} or
 * {@link Change} that was given it runs.
 *
 * <p>Arguments may be {@code Long}, {@code Integer}, {@code String}, {@code byte[]}, {@code Boolean} (stored as 0 or
 * 1), {@code UUID} (stored as 16 bytes) and null.
 */
public sealed class Session permits Transaction {
    /** Values of one {@code IN} list; larger collections are asked for in several statements. */
    private static final int IN_MAX = 256;

    private final StatementCache statements;
    private final Dialect dialect;
    private boolean written;

    Session(StatementCache statements, Dialect dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    /** A session with a cache of its own on this connection. */
    static Session on(Connection connection, Dialect dialect) {
        return new Session(new StatementCache(connection), dialect);
    }

    public final Dialect dialect() {
        return dialect;
    }

    /** Runs a statement that changes rows and returns their number. */
    public final int update(String sql, @Nullable Object... args) throws SQLException {
        written = true;
        PreparedStatement statement = statements.take(sql);
        try {
            bind(statement, 1, args);
            return statement.executeUpdate();
        } finally {
            statements.giveBack(sql, statement);
        }
    }

    /** Runs one statement for each list of arguments, in order, and returns the numbers of changed rows. */
    public final int[] batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
        written = true;
        PreparedStatement statement = statements.take(sql);
        try {
            for (@Nullable Object[] args : rows) {
                bind(statement, 1, args);
                statement.addBatch();
            }
            return statement.executeBatch();
        } finally {
            statement.clearBatch();
            statements.giveBack(sql, statement);
        }
    }

    /** The only row of the answer, if there is one. More than one is an error in the statement. */
    public final <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... args) throws SQLException {
        List<T> rows = list(sql, mapper, args);
        if (rows.size() > 1) {
            throw new SQLException("expected at most one row, found " + rows.size() + ": " + sql);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** All rows of the answer; the statement bounds their number. */
    public final <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(mapper.map(row)), args);
        return rows;
    }

    /** Hands over row after row without keeping them. */
    public final void each(String sql, RowReader reader, @Nullable Object... args) throws SQLException {
        PreparedStatement statement = statements.take(sql);
        try {
            bind(statement, 1, args);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } finally {
            statements.giveBack(sql, statement);
        }
    }

    /**
     * The same for answers of any length: of PostgreSQL's, no more rows than these are held at once.
     */
    public final void stream(String sql, int rowsAtOnce, RowReader reader) throws SQLException {
        PreparedStatement statement = statements.take(sql);
        try {
            statement.setFetchSize(rowsAtOnce);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } finally {
            statement.setFetchSize(0);
            statements.giveBack(sql, statement);
        }
    }

    /**
     * All rows whose column is one of {@code values}, in no particular order.
     *
     * @param sql holds {@code (:in)} once, after all other parameters
     */
    public final <T> List<T> listIn(
            String sql, RowMapper<T> mapper, Collection<? extends Object> values, @Nullable Object... before)
            throws SQLException {
        List<Object> remaining = new ArrayList<>(values);
        List<T> rows = new ArrayList<>();
        for (int from = 0; from < remaining.size(); from += IN_MAX) {
            List<Object> chunk = remaining.subList(from, Math.min(from + IN_MAX, remaining.size()));
            // Lists are filled up to a power of two with their last value, so that few statements serve all sizes.
            int width = Integer.highestOneBit(Math.max(1, chunk.size() * 2 - 1));
            @Nullable Object[] args = new @Nullable Object[before.length + width];
            System.arraycopy(before, 0, args, 0, before.length);
            for (int i = 0; i < width; i++) {
                args[before.length + i] = chunk.get(Math.min(i, chunk.size() - 1));
            }
            String marks = "(" + "?,".repeat(width - 1) + "?)";
            each(sql.replace("(:in)", marks), row -> rows.add(mapper.map(row)), args);
        }
        return rows;
    }

    /** The column's number, or null where the database has none. */
    public static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** The 16 bytes of the column as an id. */
    public static UUID uuid(ResultSet row, int column) throws SQLException {
        return coffer.base.ObjectId.of(row.getBytes(column)).value();
    }

    /** Runs a statement that is not worth keeping: BEGIN, PRAGMA and their like. */
    final void execute(String sql) throws SQLException {
        PreparedStatement statement = statements.take(sql);
        try {
            if (statement.execute()) {
                // A PRAGMA answers with rows; while they are open SQLite counts the statement as running.
                statement.getResultSet().close();
            }
        } finally {
            statements.giveBack(sql, statement);
        }
    }

    /** Whether a statement that changes rows was begun. */
    final boolean hasWritten() {
        return written;
    }

    final Connection connection() {
        return statements.connection();
    }

    final void closeStatements() throws SQLException {
        statements.close();
    }

    final StatementCache statements() {
        return statements;
    }

    private static void bind(PreparedStatement statement, int first, @Nullable Object... args) throws SQLException {
        for (int i = 0; i < args.length; i++) {
            int position = first + i;
            switch (args[i]) {
                case null -> statement.setNull(position, Types.NULL);
                case Long value -> statement.setLong(position, value);
                case Integer value -> statement.setInt(position, value);
                case String value -> statement.setString(position, value);
                case Boolean value -> statement.setInt(position, value ? 1 : 0);
                case byte[] value -> statement.setBytes(position, value);
                case UUID value -> statement.setBytes(position, new coffer.base.ObjectId(value).bytes());
                default -> throw new SQLException("no SQL type for " + args[i].getClass());
            }
        }
    }

    /** Prepared statements of one connection, kept between uses. A statement in use is out of the cache. */
    static final class StatementCache {
        /** More distinct texts than the whole program has; a bound against a caller that builds texts. */
        private static final int STATEMENTS_MAX = 512;

        private final Connection connection;
        private final Map<String, PreparedStatement> idle = new HashMap<>();

        StatementCache(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        PreparedStatement take(String sql) throws SQLException {
            PreparedStatement statement = idle.remove(sql);
            return statement != null ? statement : connection.prepareStatement(sql);
        }

        void giveBack(String sql, PreparedStatement statement) throws SQLException {
            if (idle.size() >= STATEMENTS_MAX || idle.putIfAbsent(sql, statement) != null) {
                statement.close();
            }
        }

        void close() throws SQLException {
            for (PreparedStatement statement : idle.values()) {
                statement.close();
            }
            idle.clear();
        }
    }
}
