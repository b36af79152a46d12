package coffer.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the database of an installation: the file {@code coffer.db} of its data directory, or the PostgreSQL database
 * an operator names.
 */
public final class Databases {
    private static final String MIGRATIONS = "classpath:coffer/db/migration";

    private Databases() {}

    /** The embedded database in this file, made when it is not there. Migrates first. */
    public static Database sqlite(Path file) {
        migrate(SqliteDatabase.url(file), Dialect.SQLITE);
        return new SqliteDatabase(file);
    }

    /**
     * A new embedded database in this file, as it was after some migration: for rows of that time.
     *
     * @param migration the last one that runs
     */
    public static Database sqliteAt(Path file, String migration) {
        migrate(SqliteDatabase.url(file), Dialect.SQLITE, migration);
        return new SqliteDatabase(file);
    }

    /** The same in an empty PostgreSQL database. */
    public static Database postgresAt(String url, String migration) {
        migrate(url, Dialect.POSTGRESQL, migration);
        return new PostgresDatabase(url);
    }

    /**
     * The PostgreSQL database with this JDBC address, which holds user and password. Migrates first.
     *
     * @throws DatabaseFailure when it cannot be reached or a newer program has migrated it
     */
    public static Database postgres(String url) {
        migrate(url, Dialect.POSTGRESQL);
        return new PostgresDatabase(url);
    }

    /**
     * Looks into a database that is not running, without changing anything: neither migrated nor created, and no file
     * appears beside it. The caller holds the lock of the data directory.
     *
     * @param file the file of {@link #sqlite}
     */
    public static <T extends @Nullable Object> T peekSqlite(Path file, Peek<T> work) {
        if (!Files.exists(file)) {
            return peek(Dialect.SQLITE, null, work);
        }
        boolean log = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        Path index = file.resolveSibling(file.getFileName() + "-shm");
        boolean indexed = Files.exists(index);
        // Without a log the file alone is the whole truth, and SQLite need not make the files of a log to read it.
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=ro"
                + (log ? "" : "&immutable=1");
        try {
            return peek(Dialect.SQLITE, url, work);
        } finally {
            if (!indexed) {
                removeIndex(index);
            }
        }
    }

    /** The same for the PostgreSQL database with this JDBC address. */
    public static <T extends @Nullable Object> T peekPostgres(String url, Peek<T> work) {
        return peek(Dialect.POSTGRESQL, url, work);
    }

    /** What is looked for in a database in any state. */
    @FunctionalInterface
    public interface Peek<T extends @Nullable Object> {
        /** Only reads. The connection is null when there is no database yet. */
        T apply(@Nullable Connection connection) throws SQLException;
    }

    /** A session on the connection of a {@link Peek}. */
    public static Session session(Connection connection) throws SQLException {
        boolean sqlite = connection.getMetaData().getDatabaseProductName().startsWith("SQLite");
        return Session.on(connection, sqlite ? Dialect.SQLITE : Dialect.POSTGRESQL);
    }

    /** Whether the database of a {@link Peek} has this table: its migration may not have run yet. */
    public static boolean hasTable(Connection connection, String table) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(null, connection.getSchema(), table, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    private static <T extends @Nullable Object> T peek(Dialect dialect, @Nullable String url, Peek<T> work) {
        try {
            if (url == null) {
                return work.apply(null);
            }
            try (Connection connection = DriverManager.getConnection(url)) {
                return work.apply(connection);
            }
        } catch (SQLException e) {
            throw dialect.failure("The database cannot be read", e);
        }
    }

    /** The index of the log, which SQLite makes anew whenever it opens the database. */
    private static void removeIndex(Path index) {
        try {
            Files.deleteIfExists(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrate(String url, Dialect dialect) {
        migrate(url, dialect, "latest");
    }

    private static void migrate(String url, Dialect dialect, String target) {
        try {
            Flyway.configure()
                    .dataSource(url, null, null)
                    .locations(MIGRATIONS)
                    .placeholders(dialect.placeholders())
                    .table("schema_history")
                    .target(target)
                    // A migration this program does not know was made by a newer one: refuse before writing.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseFailure("The database could not be brought to this version: " + e.getMessage(), e);
        }
    }
}
