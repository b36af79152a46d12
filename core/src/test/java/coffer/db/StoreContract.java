package coffer.db;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store test inherits: an open, empty, migrated database. A contract extends this with its tests, and two
 * small classes run it on SQLite and on PostgreSQL:
 *
 * <pre>{@code
 * class NodesSqliteTest extends NodesContract {
 *     protected TestDatabase testDatabase() { return TestDatabase.sqlite(directory); }
 * }
 * class NodesPostgresTest extends NodesContract {
 *     protected TestDatabase testDatabase() { return TestDatabase.postgres(); }
 * }
 * }</pre>
 */
public abstract class StoreContract {
    @TempDir
    protected Path directory;

    protected Database database;
    private TestDatabase testDatabase;

    protected abstract TestDatabase testDatabase();

    /** For who looks at what a test leaves behind. */
    public final Path directory() {
        return directory;
    }

    @BeforeEach
    final void openDatabase() {
        testDatabase = testDatabase();
        database = testDatabase.open();
    }

    @AfterEach
    final void closeDatabase() {
        database.close();
        testDatabase.close();
    }

    /** Closes the database and opens it again, as a restart does. */
    protected final void reopen() {
        database.close();
        database = testDatabase.open();
    }

    /** Looks into the database as a start does before anything is opened or migrated. */
    protected final <T extends @Nullable Object> T peek(Databases.Peek<T> work) {
        return testDatabase.peek(work);
    }
}
