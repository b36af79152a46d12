package coffer.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A fresh, migrated database for one test. Migrating takes long beside most tests, so it happens once a JVM and the
 * result is copied.
 */
public abstract sealed class TestDatabase implements AutoCloseable {
    /** Opens it, or opens it again after the one before was closed: what was committed is there. */
    public abstract Database open();

    /** Looks into it as a start does before anything is opened or migrated. */
    public abstract <T extends @Nullable Object> T peek(Databases.Peek<T> work);

    /** Removes it. The databases opened on it are closed by whoever opened them. */
    @Override
    public abstract void close();

    /** A SQLite file in this directory, called {@code coffer.db}. */
    public static TestDatabase sqlite(Path directory) {
        return new Sqlite(directory);
    }

    /** A database of the shared throw-away cluster. */
    public static TestDatabase postgres() {
        return new Postgres();
    }

    private static final class Sqlite extends TestDatabase {
        private static byte @Nullable [] template;

        private final Path file;

        Sqlite(Path directory) {
            file = directory.resolve("coffer.db");
            try {
                Files.write(file, template());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Database open() {
            return new SqliteDatabase(file);
        }

        @Override
        public <T extends @Nullable Object> T peek(Databases.Peek<T> work) {
            return Databases.peekSqlite(file, work);
        }

        @Override
        public void close() {
            // The directory belongs to the test, which removes it.
        }

        private static synchronized byte[] template() throws IOException {
            if (template == null) {
                Path made = Files.createTempFile("coffer-template", ".db");
                Databases.sqlite(made).close();
                template = Files.readAllBytes(made);
                Files.delete(made);
            }
            return template;
        }
    }

    private static final class Postgres extends TestDatabase {
        private static @Nullable String template;

        private final PostgresCluster cluster = PostgresCluster.shared();
        private final String name;

        Postgres() {
            name = cluster.create(template(cluster));
        }

        @Override
        public Database open() {
            return new PostgresDatabase(cluster.url(name));
        }

        @Override
        public <T extends @Nullable Object> T peek(Databases.Peek<T> work) {
            return Databases.peekPostgres(cluster.url(name), work);
        }

        @Override
        public void close() {
            cluster.drop(name);
        }

        private static synchronized String template(PostgresCluster cluster) {
            if (template == null) {
                String made = cluster.create(null);
                Databases.postgres(cluster.url(made)).close();
                template = made;
            }
            return template;
        }
    }
}
