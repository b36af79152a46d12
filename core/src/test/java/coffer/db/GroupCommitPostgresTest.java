package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GroupCommitPostgresTest extends GroupCommitContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    /** Two spaces, two writers, two rows in opposite order: PostgreSQL ends one, which is repeated. */
    @Test
    void aDeadlockIsRepeatedAndNobodyHearsOfIt() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> up = threads.submit(() -> cross(1, 0, 1, bothHoldOne, runs));
            Future<Integer> down = threads.submit(() -> cross(2, 1, 0, bothHoldOne, runs));
            assertThat(up.get()).isEqualTo(1);
            assertThat(down.get()).isEqualTo(1);
        }
        assertThat(runs).hasValue(3);
        assertThat(sums()).containsExactly(2L, 2L);
    }

    private int cross(long space, long first, long second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
        AtomicInteger own = new AtomicInteger();
        return database.write(Partition.of(new SpaceId(space)), tx -> {
            runs.incrementAndGet();
            tx.update("UPDATE total SET sum = sum + 1 WHERE space = ?", first);
            if (own.incrementAndGet() == 1) {
                try {
                    bothHoldOne.await();
                } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                }
            }
            return tx.update("UPDATE total SET sum = sum + 1 WHERE space = ?", second);
        });
    }

    /** The server ends the writer's session, while it is idle and in the middle of a change. */
    @Test
    void aSessionThatTheServerEndsIsReplacedAndNobodyHearsOfIt() {
        int idle = database.write(Partition.GENERAL, GroupCommitPostgresTest::backend);
        terminate(idle);
        assertThat((int) database.write(Partition.GENERAL, tx -> add(tx, 0))).isEqualTo(1);
        AtomicInteger runs = new AtomicInteger();
        assertThat((int) database.write(Partition.GENERAL, tx -> {
                    if (runs.incrementAndGet() == 1) {
                        terminate(backend(tx));
                    }
                    return add(tx, 1);
                }))
                .isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(sums()).containsExactly(1L, 1L);
    }

    /** On another writer it would not meet itself, but it could wait for its own locks. */
    @Test
    void aChangeMustNotWriteThroughAnotherWriterEither() {
        assertThatThrownBy(() -> database.write(
                        Partition.of(new SpaceId(1)),
                        tx -> database.write(Partition.of(new SpaceId(2)), inner -> add(inner, 0))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sums()).containsExactly(0L, 0L);
    }

    private static int add(Transaction tx, long space) throws java.sql.SQLException {
        return tx.update("UPDATE total SET sum = sum + 1 WHERE space = ?", space);
    }

    private static int backend(Session session) throws java.sql.SQLException {
        return session.one("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
    }

    private void terminate(int backend) {
        // Waits until it is gone, at most ten seconds.
        database.read(
                session -> session.one("SELECT pg_terminate_backend(?, 10000)", row -> row.getBoolean(1), backend));
    }

    private List<Long> sums() {
        return database.read(
                session -> session.list("SELECT sum FROM total WHERE space < 2 ORDER BY space", row -> row.getLong(1)));
    }
}
