package coffer.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite in one file, in WAL mode with a sync at each commit.
 *
 * <p>One writer; readers each on a connection of their own. Nobody ever waits in SQLite's busy handler, where a waiting
 * virtual thread would hold its carrier: writers queue in Java, readers of a WAL database wait for nobody, and
 * checkpoints are passive. Checkpoints run on a thread of their own, so that no commit pays for one.
 */
final class SqliteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

    static final int READERS = 6;
    private static final int GROUP_MAX = 256;
    /** Start-up may meet the recovery of a log that a killed process has left; after it nothing is ever busy. */
    private static final int OPENING_BUSY_MILLIS = 10_000;
    /** About one thousand pages, SQLite's own measure for a checkpoint that stays short. */
    private static final long CHECKPOINT_LOG_BYTES = 4L << 20;

    private final Path file;
    private final GroupWriter writer;
    private final Semaphore idleReaders = new Semaphore(READERS);
    private final Queue<Session> readers = new ConcurrentLinkedQueue<>();
    private final List<Session> allReaders = new ArrayList<>();
    private final Session checkpoints;
    private final Thread checkpointer;
    private volatile boolean closing;

    SqliteDatabase(Path file) {
        this.file = file;
        try {
            for (int i = 0; i < READERS; i++) {
                Session reader = Session.on(connect(file, true), Dialect.SQLITE);
                allReaders.add(reader);
                readers.add(reader);
            }
            checkpoints = Session.on(connect(file, false), Dialect.SQLITE);
        } catch (SQLException e) {
            throw new DatabaseFailure("Opening " + file.getFileName() + " failed: " + e.getMessage(), e);
        }
        writer = new GroupWriter("sqlite-writer", GROUP_MAX, new WriteEngine());
        checkpointer =
                Thread.ofPlatform().name("sqlite-checkpoint").daemon(true).unstarted(this::checkpointLoop);
        writer.start();
        checkpointer.start();
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        Session session = takeReader();
        try {
            session.execute("BEGIN");
            try {
                return work.apply(session);
            } finally {
                // Ends the snapshot. A reader has nothing to commit.
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw Dialect.SQLITE.failure("Reading failed", e);
        } finally {
            readers.add(session);
            idleReaders.release();
        }
    }

    private Session takeReader() {
        try {
            idleReaders.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailure("Interrupted while waiting for a connection", e);
        }
        if (closing) {
            // Lets the next one who waits find out as well.
            idleReaders.release();
            throw new IllegalStateException("the database is closed");
        }
        return readers.remove();
    }

    @Override
    public <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
        return writer.write(partition, change);
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        writer.close();
        LockSupport.unpark(checkpointer);
        try {
            checkpointer.join();
            idleReaders.acquire(READERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            for (Session reader : allReaders) {
                reader.closeStatements();
                reader.connection().close();
            }
            // The last connection that closes writes the log back into the database and removes it.
            checkpoints.closeStatements();
            checkpoints.connection().close();
        } catch (SQLException e) {
            LOG.warn(
                    "Closing {} failed; its log will be used at the next start: {}",
                    file.getFileName(),
                    e.getMessage());
        } finally {
            // Whoever still waits for a reader is told that there is none any more.
            idleReaders.release(READERS);
        }
    }

    private void checkpointLoop() {
        while (!closing) {
            LockSupport.park(this);
            if (!closing && logBytes() >= CHECKPOINT_LOG_BYTES) {
                try {
                    checkpoints.execute("PRAGMA wal_checkpoint(PASSIVE)");
                } catch (SQLException e) {
                    // Nothing is lost: the log keeps everything, and the next commit asks again.
                    LOG.warn("A checkpoint of {} failed: {}", file.getFileName(), e.getMessage());
                }
            }
        }
    }

    private long logBytes() {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        } catch (IOException _) {
            return 0;
        }
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        Connection connection = DriverManager.getConnection(url(file));
        Session setup = Session.on(connection, Dialect.SQLITE);
        setup.execute("PRAGMA busy_timeout = " + OPENING_BUSY_MILLIS);
        setup.execute("PRAGMA journal_mode = WAL");
        setup.execute("PRAGMA synchronous = FULL");
        setup.execute("PRAGMA wal_autocheckpoint = 0");
        setup.execute("PRAGMA foreign_keys = ON");
        setup.execute("PRAGMA cache_size = -8192");
        setup.execute("PRAGMA query_only = " + readOnly);
        setup.execute("PRAGMA busy_timeout = 0");
        setup.closeStatements();
        return connection;
    }

    private final class WriteEngine implements GroupWriter.Engine {
        @Override
        public Dialect dialect() {
            return Dialect.SQLITE;
        }

        @Override
        public Connection connect() throws SQLException {
            return SqliteDatabase.connect(file, false);
        }

        @Override
        public void begin(Session session, SortedSet<Long> partitions) throws SQLException {
            session.execute("BEGIN IMMEDIATE");
        }

        @Override
        public void commit(Session session) throws SQLException {
            session.execute("COMMIT");
        }

        @Override
        public void rollback(Session session) throws SQLException {
            session.execute("ROLLBACK");
        }

        @Override
        public void committed() {
            LockSupport.unpark(checkpointer);
        }
    }
}
