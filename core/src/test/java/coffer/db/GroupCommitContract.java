package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.SpaceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random changes from many threads, checked against what each caller was told. */
@Timeout(120)
abstract class GroupCommitContract extends StoreContract {
    private static final int SPACES = 5;
    private static final int THREADS = 12;
    private static final int CHANGES = 40;

    /** How a change ends. */
    private enum Fate {
        SUCCEEDS,
        REFUSES,
        THROWS,
        BREAKS_A_CONSTRAINT,
        SETTLES,
        SETTLES_AND_THROWS,
        POISONS_THE_STEP
    }

    /** One instance for each space, so that deltas meet. A poisoned delta fails the group that holds it. */
    private final Map<Integer, GroupStep<Long>> steps = new HashMap<>();

    @BeforeEach
    void createTables() {
        database.write(Partition.GENERAL, tx -> {
            tx.update(
                    "CREATE TABLE probe (id BIGINT NOT NULL PRIMARY KEY, space BIGINT NOT NULL, delta BIGINT NOT NULL)");
            tx.update("CREATE TABLE total (space BIGINT NOT NULL PRIMARY KEY, sum BIGINT NOT NULL)");
            for (int space = 0; space < SPACES; space++) {
                tx.update("INSERT INTO total VALUES (?, 0)", (long) space);
            }
            return tx.update("INSERT INTO probe VALUES (-1, -1, 0)");
        });
        for (int space = 0; space < SPACES; space++) {
            long id = space;
            steps.put(space, (session, deltas) -> {
                if (deltas.contains(Long.MIN_VALUE)) {
                    throw new IllegalStateException("poison");
                }
                long sum = deltas.stream().mapToLong(Long::longValue).sum();
                session.update("UPDATE total SET sum = sum + ? WHERE space = ?", sum, id);
            });
        }
    }

    /**
     * Each caller is told the truth: a change that returned is there, with its delta and what follows its commit, once; of
     * one that threw nothing is there.
     */
    @Test
    void whateverMembersDoEachEndsAloneAndAsItsCallerWasTold() throws Exception {
        long seed = System.nanoTime();
        System.out.println("GroupCommitContract seed " + seed);
        Set<Long> succeeded = ConcurrentHashMap.newKeySet();
        Map<Long, AtomicInteger> followed = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed + t);
                long first = t * 1_000L;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < CHANGES; i++) {
                        change(first + i, random, succeeded, followed);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertAsTold(succeeded);
        assertThat(followed.keySet()).isEqualTo(succeeded);
        assertThat(followed.values()).allMatch(times -> times.get() == 1);
        reopen();
        assertAsTold(succeeded);
    }

    private void change(long id, Random random, Set<Long> succeeded, Map<Long, AtomicInteger> followed) {
        int space = random.nextInt(SPACES);
        long delta = 1L + random.nextInt(100);
        // The common case often enough that groups hold several that succeed.
        Fate fate = random.nextBoolean() ? Fate.SUCCEEDS : Fate.values()[random.nextInt(Fate.values().length)];
        GroupStep<Long> step = java.util.Objects.requireNonNull(steps.get(space));
        boolean expected = fate == Fate.SUCCEEDS || fate == Fate.SETTLES;
        try {
            database.write(Partition.of(new SpaceId(space)), tx -> {
                if (fate == Fate.REFUSES) {
                    throw new IllegalStateException("refuses");
                }
                tx.afterCommit(() ->
                        followed.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet());
                tx.update("INSERT INTO probe VALUES (?, ?, ?)", id, (long) space, delta);
                tx.atCommit(step, delta);
                switch (fate) {
                    case SUCCEEDS, REFUSES -> {}
                    case THROWS -> throw new IllegalStateException("throws");
                    case BREAKS_A_CONSTRAINT -> tx.update("INSERT INTO probe VALUES (-1, 0, 0)");
                    case SETTLES -> assertSettled(tx, step, space);
                    case SETTLES_AND_THROWS -> {
                        assertSettled(tx, step, space);
                        throw new IllegalStateException("settles and throws");
                    }
                    case POISONS_THE_STEP -> tx.atCommit(step, Long.MIN_VALUE);
                }
                return id;
            });
            assertThat(expected).as("%s of %s", fate, id).isTrue();
            succeeded.add(id);
            assertThat(isThere(id)).as("read your writes: %s", id).isTrue();
        } catch (IllegalStateException | DatabaseFailure e) {
            assertThat(expected).as("%s of %s: %s", fate, id, e).isFalse();
            assertThat(isThere(id)).as("rolled back: %s", id).isFalse();
        }
    }

    /** After settling, the total is that of all rows of the space that this transaction sees. */
    private static void assertSettled(Transaction tx, GroupStep<Long> step, long space) throws java.sql.SQLException {
        tx.settle(step);
        long total = tx.one("SELECT sum FROM total WHERE space = ?", row -> row.getLong(1), space)
                .orElseThrow();
        long rows = tx.one("SELECT COALESCE(SUM(delta), 0) FROM probe WHERE space = ?", row -> row.getLong(1), space)
                .orElseThrow();
        assertThat(total).isEqualTo(rows);
    }

    /** Closing in the middle of it: every caller is served or refused, and what was served is there. */
    @Test
    void closingUnderLoadServesOrRefusesEveryCaller() throws Exception {
        Set<Long> succeeded = ConcurrentHashMap.newKeySet();
        CountDownLatch busy = new CountDownLatch(THREADS * 3);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    try {
                        for (long i = 0; ; i++) {
                            long id = thread * 1_000_000L + i;
                            int space = (int) (id % SPACES);
                            GroupStep<Long> step = java.util.Objects.requireNonNull(steps.get(space));
                            database.write(Partition.of(new SpaceId(space)), tx -> {
                                tx.atCommit(step, 1L);
                                return tx.update("INSERT INTO probe VALUES (?, ?, 1)", id, (long) space);
                            });
                            succeeded.add(id);
                            busy.countDown();
                        }
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("closed");
                    }
                }));
            }
            busy.await();
            database.close();
            for (Future<?> one : all) {
                one.get();
            }
        }
        reopen();
        assertAsTold(succeeded);
    }

    private boolean isThere(long id) {
        return database.read(session -> session.one("SELECT 1 FROM probe WHERE id = ?", row -> row.getInt(1), id))
                .isPresent();
    }

    private void assertAsTold(Set<Long> succeeded) {
        List<Long> ids =
                database.read(session -> session.list("SELECT id FROM probe WHERE id >= 0", row -> row.getLong(1)));
        assertThat(new HashSet<>(ids)).isEqualTo(succeeded);
        for (long space = 0; space < SPACES; space++) {
            long id = space;
            long rows = database.read(session -> session.one(
                            "SELECT COALESCE(SUM(delta), 0) FROM probe WHERE space = ?", row -> row.getLong(1), id)
                    .orElseThrow());
            long total = database.read(
                    session -> session.one("SELECT sum FROM total WHERE space = ?", row -> row.getLong(1), id)
                            .orElseThrow());
            assertThat(total).as("deltas of space %s", id).isEqualTo(rows);
        }
    }
}
