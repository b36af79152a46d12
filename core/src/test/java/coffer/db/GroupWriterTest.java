package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The writer over a real database whose beginning, commit or connection fails when a test says so. */
@Timeout(60)
final class GroupWriterTest {
    @TempDir
    private Path directory;

    private FailingEngine engine;
    private GroupWriter writer;

    @BeforeEach
    void startWriter() {
        engine = new FailingEngine(directory.resolve("probe.db"));
        writer = new GroupWriter("test-writer", 32, engine);
        writer.start();
        write(tx -> tx.update("CREATE TABLE probe (id BIGINT NOT NULL PRIMARY KEY)"));
    }

    @AfterEach
    void closeWriter() {
        writer.close();
    }

    @Test
    void aCommitThatFailsIsNotRepeatedAndItsOutcomeIsCalledUnknown() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        engine.commitFailures.set(1);
        assertThatThrownBy(() -> write(tx -> {
                    runs.incrementAndGet();
                    tx.afterCommit(after::incrementAndGet);
                    return insert(tx, 1);
                }))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("outcome is unknown");
        assertThat(runs).hasValue(1);
        assertThat(after).hasValue(0);
        assertThat((int) write(tx -> insert(tx, 2))).isEqualTo(1);
        assertThat(ids()).containsExactly(2L);
    }

    /** What was read before such a commit must not be taken for current after it, whatever became of it. */
    @Test
    void aCommitOfUnknownOutcomeCountsAsAChangeOfItsSpacesAndARefusedOneDoesNot() {
        Partition here = Partition.of(new SpaceId(7));
        engine.commitFailures.set(1);
        assertThatThrownBy(() -> writer.write(here, tx -> insert(tx, 1))).isInstanceOf(DatabaseFailure.class);
        assertThat(engine.told).containsExactly(7L);

        assertThatThrownBy(() -> writer.write(here, _ -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");
        assertThat(engine.told).containsExactly(7L);

        engine.refusedCommits.set(2);
        writer.write(here, tx -> insert(tx, 2));
        assertThat(engine.told).containsExactly(7L, 7L);
    }

    /** Some databases refuse a commit and say that all of it is to be repeated. */
    @Test
    void aCommitThatIsRefusedIsRepeated() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        engine.refusedCommits.set(3);
        assertThat((int) write(tx -> {
                    runs.incrementAndGet();
                    tx.afterCommit(after::incrementAndGet);
                    return insert(tx, 1);
                }))
                .isEqualTo(1);
        assertThat(runs).hasValue(4);
        assertThat(after).as("only the run that was committed counts").hasValue(1);
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void repeatingHasABound() {
        engine.refusedCommits.set(Integer.MAX_VALUE);
        assertThatThrownBy(() -> write(tx -> insert(tx, 1))).isInstanceOf(DatabaseFailure.class);
        engine.refusedCommits.set(0);
        assertThat((int) write(tx -> insert(tx, 1))).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostBeforeTheCommitIsReplacedUnnoticed() {
        AtomicInteger runs = new AtomicInteger();
        assertThat((int) write(tx -> {
                    if (runs.incrementAndGet() == 1) {
                        tx.connection().close();
                    }
                    return insert(tx, 1);
                }))
                .isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void aConnectionThatIsLostEachTimeFailsTheChangeAndNotTheWriter() {
        assertThatThrownBy(() -> write(tx -> {
                    tx.connection().close();
                    return insert(tx, 1);
                }))
                .isInstanceOf(DatabaseFailure.class);
        assertThat((int) write(tx -> insert(tx, 2))).isEqualTo(1);
        assertThat(ids()).containsExactly(2L);
    }

    @Test
    void aDatabaseThatCannotBeReachedFailsAllThatWaitAndIsTriedAgainByTheNext() throws Exception {
        engine.commitFailures.set(1);
        assertThatThrownBy(() -> write(tx -> insert(tx, 1))).isInstanceOf(DatabaseFailure.class);
        engine.connectFailures.set(1);
        assertThatThrownBy(() -> write(tx -> insert(tx, 2)))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("nothing is stored");
        assertThat((int) write(tx -> insert(tx, 3))).isEqualTo(1);
        assertThat(ids()).containsExactly(3L);
    }

    @Test
    void anErrorAfterACommitNeitherUndoesItNorKeepsOthersWaiting() throws Exception {
        List<Future<Integer>> results = together(i -> write(tx -> {
            tx.afterCommit(() -> {
                if (i % 2 == 0) {
                    throw new AssertionError("even");
                }
                throw new IllegalStateException("odd");
            });
            return insert(tx, i);
        }));
        for (Future<Integer> result : results) {
            assertThat(result.get()).isEqualTo(1);
        }
        assertThat(ids()).hasSize(results.size());
    }

    /** A checked exception that the compiler was talked out of, and an error of the virtual machine. */
    @Test
    void whateverAChangeThrowsItsCallerHearsOfItAndTheWriterLives() throws Exception {
        for (Throwable odd : List.of(new java.io.IOException("sneaky"), new StackOverflowError("deep"))) {
            List<Future<Integer>> results = together(i -> write(tx -> {
                if (i == 3) {
                    GroupWriterTest.<RuntimeException>sneak(odd);
                }
                return 1;
            }));
            int failed = 0;
            for (Future<Integer> result : results) {
                try {
                    result.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(1);
        }
        assertThat((int) write(tx -> insert(tx, 1))).isEqualTo(1);
    }

    @Test
    void aChangeThatThrowsBeforeItWritesCostsTheOthersNothing() throws Exception {
        assertThat(runsOfOthers(false)).isEqualTo(9);
    }

    @Test
    void aChangeThatThrowsAfterItHasWrittenIsTakenBackAlone() throws Exception {
        // Those that ran before it did so again.
        assertThat(runsOfOthers(true)).isGreaterThanOrEqualTo(9);
    }

    /** Ten changes together of which the fifth throws; all others take effect. */
    private int runsOfOthers(boolean afterWriting) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<Future<Integer>> results = together(i -> write(tx -> {
            if (i != 5) {
                runs.incrementAndGet();
                return insert(tx, i);
            }
            if (afterWriting) {
                insert(tx, i);
            }
            throw new IllegalArgumentException("the fifth");
        }));
        assertThat(results)
                .filteredOn(result -> result.state() == Future.State.FAILED)
                .hasSize(1);
        assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L);
        return runs.get();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable odd) throws E {
        throw (E) odd;
    }

    @Test
    void aChangeMustNotWriteThroughItsOwnDatabase() {
        assertThatThrownBy(() -> write(tx -> write(inner -> insert(inner, 1))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ids()).isEmpty();
    }

    /** Callers that arrive while the writer ends are either served or told; none waits for ever. */
    @Test
    void closingServesOrRefusesEveryCaller() throws Exception {
        for (int round = 0; round < 200; round++) {
            GroupWriter closing = new GroupWriter("closing-writer", 8, engine);
            closing.start();
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> callers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 6; i++) {
                    callers.add(threads.submit(() -> {
                        go.await();
                        try {
                            return closing.<Integer>write(Partition.GENERAL, _ -> 1) == 1;
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessageContaining("closed");
                            return false;
                        }
                    }));
                }
                go.countDown();
                closing.close();
                for (Future<Boolean> caller : callers) {
                    assertThat(caller.get()).isNotNull();
                }
            }
        }
    }

    private <T> T write(Change<T> change) {
        return writer.write(Partition.GENERAL, change);
    }

    private static int insert(Transaction tx, long id) throws SQLException {
        return tx.update("INSERT INTO probe VALUES (?)", id);
    }

    private List<Long> ids() {
        return write(tx -> tx.list("SELECT id FROM probe ORDER BY id", row -> row.getLong(1)));
    }

    private List<Future<Integer>> together(java.util.function.IntFunction<Integer> change) throws InterruptedException {
        int count = 10;
        CountDownLatch blocking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(count);
        List<Future<Integer>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> write(_ -> {
                blocking.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return 0;
            }));
            blocking.await();
            for (int i = 1; i <= count; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    queued.countDown();
                    return change.apply(number);
                }));
            }
            queued.await();
            release.countDown();
        }
        return futures;
    }

    /** A real connection, and counters of what is to fail. */
    private static final class FailingEngine implements GroupWriter.Engine {
        private final Path file;
        final AtomicInteger connectFailures = new AtomicInteger();
        final AtomicInteger commitFailures = new AtomicInteger();
        final AtomicInteger refusedCommits = new AtomicInteger();
        /** Of each commit that has or may have happened. */
        final Queue<Long> told = new ConcurrentLinkedQueue<>();

        FailingEngine(Path file) {
            this.file = file;
        }

        /** PostgreSQL's, because SQLite never asks to repeat. */
        @Override
        public Dialect dialect() {
            return Dialect.POSTGRESQL;
        }

        @Override
        public Connection connect() throws SQLException {
            fail(connectFailures, "08001");
            Connection connection = DriverManager.getConnection(SqliteDatabase.url(file));
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 20000");
            }
            return connection;
        }

        @Override
        public void begin(Session session, SortedSet<Long> partitions) throws SQLException {
            session.execute("BEGIN IMMEDIATE");
        }

        @Override
        public void commit(Session session) throws SQLException {
            fail(commitFailures, "08006");
            fail(refusedCommits, "40001");
            session.execute("COMMIT");
        }

        @Override
        public void rollback(Session session) throws SQLException {
            session.execute("ROLLBACK");
        }

        @Override
        public void committed(SortedSet<Long> partitions) {
            told.addAll(partitions);
        }

        private static void fail(AtomicInteger left, String state) throws SQLException {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new SQLException("fails on purpose", state);
            }
        }
    }
}
