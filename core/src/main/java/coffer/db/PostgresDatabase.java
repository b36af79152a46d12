package coffer.db;

import coffer.base.SpaceId;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 15 or later. Readers share a pool; a few writers commit groups, and changes of one space always meet the
 * same writer, so that they never wait for each other's rows inside the database.
 */
final class PostgresDatabase implements Database {
    static final int READERS = 8;
    private static final int WRITERS = 4;
    /** Beyond 64 subtransactions a backend's cache overflows and every snapshot pays for it; each member is one. */
    private static final int GROUP_MAX = 60;

    private final String url;
    private final HikariDataSource readers;
    private final List<GroupWriter> writers = new ArrayList<>();
    private final Map<Long, Long> changes = new ConcurrentHashMap<>();

    PostgresDatabase(String url) {
        this.url = url;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(READERS);
        config.setPoolName("postgres-readers");
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        readers = new HikariDataSource(config);
        for (int i = 0; i < WRITERS; i++) {
            GroupWriter writer = new GroupWriter("postgres-writer-" + i, GROUP_MAX, new WriteEngine());
            writers.add(writer);
            writer.start();
        }
    }

    /** Other processes may change everything. */
    @Override
    public OptionalLong generation(SpaceId space) {
        return OptionalLong.empty();
    }

    @Override
    public long changesHere(SpaceId space) {
        return changes.getOrDefault(space.value(), 0L);
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        try (Connection connection = readers.getConnection()) {
            Session session = Session.on(connection, Dialect.POSTGRESQL);
            try {
                return work.apply(session);
            } finally {
                session.closeStatements();
                // Ends the snapshot. A reader has nothing to commit.
                connection.rollback();
            }
        } catch (SQLException e) {
            throw Dialect.POSTGRESQL.failure("Reading failed", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T readOne(Work<T> work) {
        return read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
        if (writers.stream().anyMatch(GroupWriter::isCurrentThread)) {
            // Another writer could wait for this one's locks, which the database does not see as a deadlock.
            throw new IllegalStateException("a change must not write through the database it is part of");
        }
        long route = partition.ids().isEmpty() ? 0 : partition.ids().first();
        return writers.get((int) Math.floorMod(route, (long) WRITERS)).write(partition, change);
    }

    @Override
    public void close() {
        writers.forEach(GroupWriter::close);
        readers.close();
    }

    private final class WriteEngine implements GroupWriter.Engine {
        @Override
        public Dialect dialect() {
            return Dialect.POSTGRESQL;
        }

        @Override
        public Connection connect() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            Session setup = Session.on(connection, Dialect.POSTGRESQL);
            // Durable before acknowledged, whatever the server's default is.
            setup.execute("SET synchronous_commit = on");
            setup.closeStatements();
            connection.commit();
            return connection;
        }

        /** Locks in ascending order, so that groups which touch several spaces cannot block each other for ever. */
        @Override
        public void begin(Session session, SortedSet<Long> partitions) throws SQLException {
            for (Long id : partitions) {
                session.list("SELECT 1 FROM (SELECT pg_advisory_xact_lock(?)) AS locked", row -> row.getInt(1), id);
            }
        }

        @Override
        public void commit(Session session) throws SQLException {
            session.connection().commit();
        }

        @Override
        public void rollback(Session session) throws SQLException {
            session.connection().rollback();
        }

        @Override
        public void committed(SortedSet<Long> partitions) {
            partitions.forEach(space -> changes.merge(space, 1L, Long::sum));
        }
    }
}
