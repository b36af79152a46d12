package coffer.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.events.BackgroundLoop.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BackgroundLoopTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final Semaphore runs = new Semaphore(0);

    @Test
    void theFirstRunBeginsAtOnceOnAThreadWithTheLoopsName() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (BackgroundLoop loop = loop(NEVER, () -> {
            thread.set(Thread.currentThread());
            return Next.WAIT;
        })) {
            loop.start();
            runs.acquireUninterruptibly();
            assertThat(thread.get().getName()).isEqualTo("test-loop");
            assertThat(thread.get().isDaemon()).isTrue();
        }
    }

    @Test
    void itRunsAgainWhenWokenWhenThePauseIsOverAndWhenMoreIsWaiting() {
        try (BackgroundLoop woken = loop(NEVER, () -> Next.WAIT)) {
            woken.start();
            runs.acquireUninterruptibly();
            woken.wake();
            runs.acquireUninterruptibly();
        }
        try (BackgroundLoop paused = loop(AT_ONCE, () -> Next.WAIT)) {
            paused.start();
            runs.acquireUninterruptibly(5);
        }
        AtomicInteger left = new AtomicInteger(5);
        try (BackgroundLoop more = loop(NEVER, () -> left.decrementAndGet() > 0 ? Next.AGAIN : Next.WAIT)) {
            more.start();
            runs.acquireUninterruptibly(5);
        }
        assertThat(left).hasValue(0);
    }

    @Test
    void aWakeUpDuringARunIsNotLost() {
        Semaphore inside = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (BackgroundLoop loop = loop(NEVER, () -> {
            inside.release();
            goOn.acquireUninterruptibly();
            return Next.WAIT;
        })) {
            loop.start();
            inside.acquireUninterruptibly();
            loop.wake();
            loop.wake();
            goOn.release();
            inside.acquireUninterruptibly();
            goOn.release();
            runs.acquireUninterruptibly(2);
        }
    }

    @Test
    void gatheringDelaysAWokenRunButDoesNotLoseIt() {
        BackgroundLoop.Task task = () -> {
            runs.release();
            return Next.WAIT;
        };
        try (BackgroundLoop loop = new BackgroundLoop("test-loop", NEVER, AT_ONCE, task, clock)) {
            loop.start();
            runs.acquireUninterruptibly();
            loop.wake();
            runs.acquireUninterruptibly();
        }
    }

    @Test
    void aFailureIsTriedAgainAndShowsInItsHealthUntilARunSucceeds() {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        AtomicInteger failures = new AtomicInteger(3);
        try (BackgroundLoop loop = loop(NEVER, () -> {
            begun.release();
            goOn.acquireUninterruptibly();
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no disk");
            }
            return Next.AGAIN;
        })) {
            assertThat(loop.health()).isEqualTo(new BackgroundLoop.Health("test-loop", false, null, 0, null));
            loop.start();
            goOn.release(3);
            // The next run begins when the health tells of the one before.
            begun.acquireUninterruptibly(4);
            BackgroundLoop.Health failing = loop.health();
            assertThat(failing.running()).isTrue();
            assertThat(failing.failuresInARow()).isEqualTo(3);
            assertThat(failing.lastFailure()).contains("IllegalStateException").contains("no disk");
            assertThat(failing.lastSuccess()).isNull();
            goOn.release();
            begun.acquireUninterruptibly();
            BackgroundLoop.Health well = loop.health();
            assertThat(well.failuresInARow()).isZero();
            assertThat(well.lastFailure()).isNull();
            assertThat(well.lastSuccess()).isEqualTo(clock.instant());
            goOn.release(Integer.MAX_VALUE / 2);
        }
    }

    @Test
    void evenAnErrorDoesNotEndTheLoop() {
        AtomicInteger failures = new AtomicInteger(1);
        try (BackgroundLoop loop = loop(NEVER, () -> {
            if (failures.getAndDecrement() > 0) {
                throw new StackOverflowError();
            }
            return Next.WAIT;
        })) {
            loop.start();
            runs.acquireUninterruptibly(2);
        }
    }

    @Test
    void theTimeBetweenAttemptsDoublesUpToALimit() {
        assertThat(BackgroundLoop.backOff(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(BackgroundLoop.backOff(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(BackgroundLoop.backOff(10)).isEqualTo(Duration.ofMillis(51_200));
        assertThat(BackgroundLoop.backOff(11)).isEqualTo(BackgroundLoop.BACK_OFF_MOST);
        assertThat(BackgroundLoop.backOff(Integer.MAX_VALUE)).isEqualTo(BackgroundLoop.BACK_OFF_MOST);
    }

    @Test
    void closingWaitsForTheRunUnderWayAndEndsTheThread() throws InterruptedException {
        Semaphore inside = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        BackgroundLoop loop = loop(NEVER, () -> {
            inside.release();
            goOn.acquireUninterruptibly();
            return Next.AGAIN;
        });
        loop.start();
        inside.acquireUninterruptibly();
        CountDownLatch closed = new CountDownLatch(1);
        Thread closer = Thread.ofVirtual().start(() -> {
            loop.close();
            closed.countDown();
        });
        // Only once it waits for the thread is the loop told to end; a run that ended before would be followed by
        // another.
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(closed.getCount()).isEqualTo(1);
        goOn.release();
        closer.join();
        assertThat(closed.getCount()).isZero();
        assertThat(loop.health().running()).isFalse();
        assertThat(inside.availablePermits()).isZero();
        loop.close();
    }

    @Test
    void aLoopThatWaitsOrBacksOffClosesAtOnce() {
        BackgroundLoop waiting = loop(NEVER, () -> Next.WAIT);
        waiting.start();
        runs.acquireUninterruptibly();
        long begin = System.nanoTime();
        waiting.close();
        BackgroundLoop failing = loop(NEVER, () -> {
            throw new IllegalStateException("always");
        });
        failing.start();
        runs.acquireUninterruptibly(2);
        failing.close();
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(failing.health().failuresInARow()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aLoopMayCloseItselfAndBeClosedBeforeItStarts() {
        AtomicReference<BackgroundLoop> self = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        BackgroundLoop loop = loop(NEVER, () -> {
            self.get().close();
            done.countDown();
            return Next.AGAIN;
        });
        self.set(loop);
        loop.start();
        runs.acquireUninterruptibly();
        assertThat(done.getCount()).isZero();

        BackgroundLoop never = loop(NEVER, () -> Next.WAIT);
        never.close();
        assertThatThrownBy(never::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(loop::start).isInstanceOf(IllegalStateException.class);
    }

    /** A loop that counts its ended runs. */
    private BackgroundLoop loop(Duration pause, BackgroundLoop.Task task) {
        return new BackgroundLoop(
                "test-loop",
                pause,
                () -> {
                    try {
                        return task.run();
                    } finally {
                        runs.release();
                    }
                },
                clock);
    }
}
