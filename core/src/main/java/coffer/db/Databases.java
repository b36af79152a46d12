package coffer.db;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

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
     * The PostgreSQL database with this JDBC address, which holds user and password. Migrates first.
     *
     * @throws DatabaseFailure when it cannot be reached or a newer program has migrated it
     */
    public static Database postgres(String url) {
        migrate(url, Dialect.POSTGRESQL);
        return new PostgresDatabase(url);
    }

    private static void migrate(String url, Dialect dialect) {
        try {
            Flyway.configure()
                    .dataSource(url, null, null)
                    .locations(MIGRATIONS)
                    .placeholders(dialect.placeholders())
                    .table("schema_history")
                    // A migration this program does not know was made by a newer one: refuse before writing.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseFailure("The database could not be brought to this version: " + e.getMessage(), e);
        }
    }
}
