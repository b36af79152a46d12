package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every feature relies on, on both databases. */
abstract class DatabaseContract extends StoreContract {
    private static final Partition SPACE = Partition.of(new SpaceId(7));

    @BeforeEach
    void createTable() {
        database.write(Partition.GENERAL, tx -> {
            tx.update("CREATE TABLE probe (id BIGINT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)");
            return tx.update("INSERT INTO probe VALUES (0, 0)");
        });
    }

    @Test
    void whatWasWrittenIsThereAfterAReopen() {
        insert(1, 41);
        reopen();
        assertThat(value(1)).isEqualTo(41);
    }

    @Test
    void aChangeThatThrowsLeavesNothingAndItsExceptionComesThrough() {
        IllegalArgumentException refusal = new IllegalArgumentException("no");
        assertThatThrownBy(() -> database.write(SPACE, tx -> {
                    tx.update("INSERT INTO probe VALUES (1, 1)");
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(ids()).containsExactly(0L);
    }

    @Test
    void aStatementThatFailsIsADatabaseFailureAndTheWriterGoesOn() {
        assertThatThrownBy(() -> database.write(SPACE, tx -> tx.update("INSERT INTO probe VALUES (0, 1)")))
                .isInstanceOf(DatabaseFailure.class);
        insert(1, 1);
        assertThat(ids()).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void inAGroupOnlyThoseThatThrowAreRolledBack() throws Exception {
        List<Future<Integer>> changes = togetherBehindABlocker(i -> database.write(SPACE, tx -> {
            int rows = tx.update("INSERT INTO probe VALUES (?, ?)", (long) i, (long) i);
            if (i % 3 == 0) {
                throw new IllegalStateException("third");
            }
            return rows;
        }));
        Set<Long> expected = new HashSet<>(Set.of(0L));
        for (int i = 1; i <= changes.size(); i++) {
            Future<Integer> change = changes.get(i - 1);
            if (i % 3 == 0) {
                assertThatThrownBy(change::get).hasCauseInstanceOf(IllegalStateException.class);
            } else {
                assertThat(change.get()).isEqualTo(1);
                expected.add((long) i);
            }
        }
        assertThat(new HashSet<>(ids())).isEqualTo(expected);
    }

    @Test
    void aGroupStepRunsOnceAndSeesOnlyWhatSucceeded() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        GroupStep<Long> sum = (session, deltas) -> {
            runs.incrementAndGet();
            sizes.add(deltas.size());
            session.update(
                    "UPDATE probe SET value = value + ? WHERE id = 0",
                    deltas.stream().mapToLong(Long::longValue).sum());
        };
        List<Future<Integer>> changes = togetherBehindABlocker(i -> database.write(SPACE, tx -> {
            tx.atCommit(sum, 1L);
            if (i % 2 == 0) {
                throw new IllegalStateException("even");
            }
            return 1;
        }));
        int succeeded = 0;
        for (Future<Integer> change : changes) {
            try {
                succeeded += change.get();
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(value(0)).isEqualTo(succeeded).isEqualTo(changes.size() / 2);
        assertThat(runs.get()).isLessThan(succeeded);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(succeeded);
    }

    @Test
    void whatAGroupSharesIsReadOnceAndAnewBehindAChangeOfIt() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        List<Long> seen = new ArrayList<>();
        Work<Long> question = session -> {
            reads.incrementAndGet();
            return session.one("SELECT value FROM probe WHERE id = 0", row -> row.getLong(1))
                    .orElseThrow();
        };
        List<Future<Integer>> changes = togetherBehindABlocker(i -> database.write(SPACE, tx -> {
            seen.add(tx.shared("value", question));
            if (i == 5) {
                tx.forget("value");
                tx.update("UPDATE probe SET value = 100 WHERE id = 0");
                assertThat(tx.shared("value", question)).isEqualTo(100);
            }
            return 1;
        }));
        for (Future<Integer> change : changes) {
            change.get();
        }
        assertThat(seen).isSorted().hasSize(changes.size()).contains(0L).last().isIn(0L, 100L);
        assertThat(reads.get()).isLessThan(changes.size());
        assertThat(value(0)).isEqualTo(100);
    }

    @Test
    void settlingAppliesWhatIsPendingAndGivesItBackWhenTheChangeFails() throws Exception {
        GroupStep<Long> sum = (session, deltas) -> session.update(
                "UPDATE probe SET value = value + ? WHERE id = 0",
                deltas.stream().mapToLong(Long::longValue).sum());
        ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
        List<Future<Integer>> changes = togetherBehindABlocker(i -> database.write(SPACE, tx -> {
            tx.atCommit(sum, 1L);
            if (i % 4 == 0) {
                tx.settle(sum);
                seen.add(tx.one("SELECT value FROM probe WHERE id = 0", row -> row.getLong(1))
                        .orElseThrow());
            }
            if (i % 8 == 0) {
                throw new IllegalStateException("eighth");
            }
            return 1;
        }));
        long succeeded = 0;
        for (Future<Integer> change : changes) {
            try {
                succeeded += change.get();
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(value(0)).isEqualTo(succeeded);
        assertThat(seen).isNotEmpty().doesNotContain(0L);
    }

    @Test
    void aStepThatFailsForOneChangeDoesNotTakeTheOthersDown() throws Exception {
        GroupStep<Long> picky = (session, deltas) -> {
            if (deltas.contains(5L)) {
                throw new IllegalStateException("five");
            }
            session.update("UPDATE probe SET value = value + ? WHERE id = 0", (long) deltas.size());
        };
        List<Future<Integer>> changes = togetherBehindABlocker(i -> database.write(SPACE, tx -> {
            tx.atCommit(picky, (long) i);
            return 1;
        }));
        for (int i = 1; i <= changes.size(); i++) {
            Future<Integer> change = changes.get(i - 1);
            if (i == 5) {
                assertThatThrownBy(change::get).hasCauseInstanceOf(IllegalStateException.class);
            } else {
                assertThat(change.get()).isEqualTo(1);
            }
        }
        assertThat(value(0)).isEqualTo(changes.size() - 1);
    }

    @Test
    void afterCommitRunsForWhatWasCommittedOnly() {
        List<String> ran = new ArrayList<>();
        database.write(SPACE, tx -> {
            tx.afterCommit(() -> ran.add("good"));
            return 1;
        });
        assertThatThrownBy(() -> database.write(SPACE, tx -> {
                    tx.afterCommit(() -> ran.add("bad"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("good");
    }

    @Test
    void aReaderSeesOneSnapshot() {
        long difference = database.read(session -> {
            long before = session.one("SELECT COUNT(*) FROM probe", row -> row.getLong(1))
                    .orElseThrow();
            Thread writer = Thread.ofVirtual().start(() -> insert(1, 1));
            try {
                writer.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return session.one("SELECT COUNT(*) FROM probe", row -> row.getLong(1))
                            .orElseThrow()
                    - before;
        });
        assertThat(difference).isZero();
        assertThat(ids()).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() -> database.read(session -> session.update("INSERT INTO probe VALUES (1, 1)")))
                .isInstanceOf(DatabaseFailure.class);
        assertThat(ids()).containsExactly(0L);
    }

    @Test
    void listInFindsAllOfManyValues() {
        database.write(SPACE, tx -> {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (long i = 1; i <= 700; i++) {
                rows.add(new @Nullable Object[] {i, i});
            }
            return tx.batch("INSERT INTO probe VALUES (?, ?)", rows).length;
        });
        List<Long> wanted = new ArrayList<>();
        for (long i = 2; i <= 700; i += 2) {
            wanted.add(i);
        }
        List<Long> found = database.read(session -> session.listIn(
                "SELECT id FROM probe WHERE value > ? AND id IN (:in)", row -> row.getLong(1), wanted, 100L));
        assertThat(found).hasSize(300).allMatch(id -> id > 100 && id % 2 == 0).doesNotHaveDuplicates();
        assertThat(readEmpty()).isEmpty();
    }

    @Test
    void idsAreUniqueOverThreadsAndRestarts() throws Exception {
        Set<Long> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 2; round++) {
            Ids ids = new Ids(database);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    threads.execute(() -> {
                        for (int k = 0; k < 300; k++) {
                            assertThat(seen.add(ids.next())).isTrue();
                        }
                    });
                }
            }
            reopen();
        }
        assertThat(seen).hasSize(4_800);
    }

    @Test
    void theInstallationKeepsItsIdentity() {
        Installation first = Installation.of(database, new Random(1), Clock.systemUTC());
        reopen();
        assertThat(Installation.of(database, new Random(2), Clock.systemUTC())).isEqualTo(first);
        assertThat(first.instanceId()).matches("oc[a-z0-9]{10}");
    }

    @Test
    void closingFinishesWhatIsQueuedAndRefusesTheRest() throws Exception {
        List<Future<Integer>> changes =
                togetherBehindABlocker(i -> insert(i, i)).stream().toList();
        database.close();
        for (Future<Integer> change : changes) {
            assertThat(change.get()).isEqualTo(1);
        }
        assertThatThrownBy(() -> insert(1_000, 1)).isInstanceOf(IllegalStateException.class);
        reopen();
        assertThat(ids()).hasSize(changes.size() + 1);
    }

    /** Holds the writer until twenty changes wait behind it, so that they form a group. */
    private List<Future<Integer>> togetherBehindABlocker(java.util.function.IntFunction<Integer> change)
            throws InterruptedException {
        int count = 20;
        CountDownLatch blocking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(count);
        List<Future<Integer>> futures = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(() -> database.write(SPACE, _ -> {
            blocking.countDown();
            awaitQuietly(release);
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
        threads.shutdown();
        for (Future<Integer> future : futures) {
            try {
                future.get();
            } catch (java.util.concurrent.ExecutionException _) {
                // The test looks at each outcome itself.
            }
        }
        return futures;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int insert(long id, long value) {
        return database.write(SPACE, tx -> tx.update("INSERT INTO probe VALUES (?, ?)", id, value));
    }

    private long value(long id) {
        return database.read(session -> session.one("SELECT value FROM probe WHERE id = ?", row -> row.getLong(1), id)
                .orElseThrow());
    }

    private List<Long> ids() {
        return database.read(session -> session.list("SELECT id FROM probe", row -> row.getLong(1)));
    }

    private List<Long> readEmpty() {
        return database.read(
                session -> session.listIn("SELECT id FROM probe WHERE id IN (:in)", row -> row.getLong(1), List.of()));
    }
}
