package coffer.db;

import coffer.base.SpaceId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite in one file, in WAL mode with a sync at each commit.
 *
 * <p>One writer; readers each on a connection of their own. No virtual thread ever waits in SQLite's busy handler, where it
 * would hold its carrier: writers queue in Java, readers of a WAL database wait for nobody, and
 * checkpoints are passive. Checkpoints run on a thread of their own, so that hardly any commit pays for one.
 */
final class SqliteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

    static final int READERS = 6;
    private static final int GROUP_MAX = 256;
    /** Start-up may meet the recovery of a log that a killed process has left; after it nothing is ever busy. */
    private static final int OPENING_BUSY_MILLIS = 10_000;
    /**
     * Pages in the log, of 4 KiB, that are worth writing back. Pages that change all the time, the upper ones of indexes,
     * are then written back once for many commits; a start after a crash still reads them in well under a second.
     */
    private static final long CHECKPOINT_PAGES = 4_096;

    /**
     * Pages in the log above which the writer writes back what is left. A checkpoint beside it never catches up with a writer that
     * does not rest, and without a moment at which everything is written back the log grows for ever.
     */
    static final long LOG_PAGES_MAX = 16_384;

    /**
     * How long the writer, a thread of its own, waits for readers: for a moment when one of them found the head of the log half written
     * and makes sure of it, and until those that are under way have left a log that is to start anew. All of them are short.
     */
    private static final int WRITER_BUSY_MILLIS = 200;

    /** To which the file of the log shrinks when it starts anew, should it have grown beyond that. */
    private static final long LOG_BYTES_KEPT = 128L * 1024 * 1024;

    /** How often the log is looked at while there are commits; what comes in between is bounded by the disk. */
    private static final Duration CHECKPOINT_LOOK = Duration.ofMillis(100);

    private final Path file;
    private final GroupWriter writer;
    private final Semaphore idleReaders = new Semaphore(READERS);
    private final Queue<Session> readers = new ConcurrentLinkedQueue<>();
    private final List<Session> allReaders = new ArrayList<>();
    private final Session checkpoints;
    private final Thread checkpointer;
    /** By space, how many groups have changed it; spaces that nothing has changed are absent. */
    private final Map<Long, Long> generations = new ConcurrentHashMap<>();

    private final long logPagesMax;

    private volatile boolean closing;
    /** Whether the writer is to write back what is left of the log. */
    private volatile boolean logTooLong;
    /** Whether there were commits since the log was looked at. */
    private volatile boolean unseen;

    SqliteDatabase(Path file) {
        this(file, LOG_PAGES_MAX);
    }

    SqliteDatabase(Path file, long logPagesMax) {
        this.file = file;
        this.logPagesMax = logPagesMax;
        try {
            for (int i = 0; i < READERS; i++) {
                Session reader = Session.on(connect(file, true, 0), Dialect.SQLITE);
                allReaders.add(reader);
                readers.add(reader);
            }
            checkpoints = Session.on(connect(file, false, 0), Dialect.SQLITE);
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
    public OptionalLong generation(SpaceId space) {
        return OptionalLong.of(changesHere(space));
    }

    @Override
    public long changesHere(SpaceId space) {
        return generations.getOrDefault(space.value(), 0L);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return readOne(session -> {
            session.execute("BEGIN");
            try {
                return work.apply(session);
            } finally {
                // Ends the snapshot. A reader has nothing to commit.
                session.execute("ROLLBACK");
            }
        });
    }

    @Override
    public <T extends @Nullable Object> T readOne(Work<T> work) {
        Session session = takeReader();
        try {
            return work.apply(session);
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
            if (!unseen) {
                LockSupport.park(this);
                continue;
            }
            LockSupport.parkNanos(this, CHECKPOINT_LOOK.toNanos());
            unseen = false;
            try {
                if (!closing) {
                    lookAtLog();
                }
            } catch (SQLException e) {
                // Nothing is lost: the log keeps everything, and the next commit asks again.
                LOG.warn("A checkpoint of {} failed: {}", file.getFileName(), e.getMessage());
            }
        }
    }

    /** Looking alone writes nothing (SQLite 3.51, mode NOOP). */
    private void lookAtLog() throws SQLException {
        Log log = log("NOOP");
        if (log.pages - log.written >= Math.min(CHECKPOINT_PAGES, logPagesMax)) {
            log("PASSIVE");
            // And what came meanwhile: with nothing left the next commit begins the log anew, in pages that are still
            // in memory.
            log = log("PASSIVE");
        }
        if (log.pages >= logPagesMax) {
            // What has come meanwhile, so that the writer finds little to do.
            log("PASSIVE");
            logTooLong = true;
        }
    }

    /**
     * @param pages in the log
     * @param written those of them that are in the database too
     */
    private record Log(long pages, long written) {}

    private Log log(String checkpoint) throws SQLException {
        return checkpoints
                .one("PRAGMA wal_checkpoint(" + checkpoint + ")", row -> new Log(row.getLong(2), row.getLong(3)))
                .orElse(new Log(0, 0));
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    private static Connection connect(Path file, boolean readOnly, int busyMillis) throws SQLException {
        Properties properties = new Properties();
        // Nobody asks for them, and the driver would run a statement of its own after each INSERT.
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection(url(file), properties);
        Session setup = Session.on(connection, Dialect.SQLITE);
        setup.execute("PRAGMA busy_timeout = " + OPENING_BUSY_MILLIS);
        setup.execute("PRAGMA journal_mode = WAL");
        setup.execute("PRAGMA synchronous = FULL");
        setup.execute("PRAGMA wal_autocheckpoint = 0");
        setup.execute("PRAGMA journal_size_limit = " + LOG_BYTES_KEPT);
        setup.execute("PRAGMA foreign_keys = ON");
        setup.execute("PRAGMA cache_size = -8192");
        setup.execute("PRAGMA query_only = " + readOnly);
        setup.execute("PRAGMA busy_timeout = " + busyMillis);
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
            return SqliteDatabase.connect(file, false, WRITER_BUSY_MILLIS);
        }

        @Override
        public void begin(Session session, SortedSet<Long> partitions) throws SQLException {
            if (logTooLong) {
                logTooLong = false;
                startLogAnew(session);
            }
            session.execute("BEGIN IMMEDIATE");
        }

        /** Little is left to write back. Then it waits for those who still read the log; newer readers do without it. */
        private void startLogAnew(Session session) {
            try {
                session.execute("PRAGMA wal_checkpoint(RESTART)");
            } catch (SQLException e) {
                LOG.warn("The log of {} could not be started anew: {}", file.getFileName(), e.getMessage());
            }
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
        public void committed(SortedSet<Long> partitions) {
            partitions.forEach(space -> generations.merge(space, 1L, Long::sum));
            if (!unseen) {
                unseen = true;
                LockSupport.unpark(checkpointer);
            }
        }
    }
}
