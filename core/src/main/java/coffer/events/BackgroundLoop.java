package coffer.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in the background: one named thread that runs one task whenever it is woken, and at the latest after a pause.
 *
 * <p>A task does a bounded piece and says whether more is waiting. One that throws is tried again after a time that
 * doubles with each failure in a row, between {@link #BACK_OFF_FIRST} and {@link #BACK_OFF_MOST}; being woken does not
 * shorten it. The first failure of a row is logged with its trace, the others in a line; {@link #health} tells the rest.
 *
 * <p>The thread is a platform thread, because tasks spend their time in databases and files, where a virtual thread would
 * hold a carrier that requests need. It is never interrupted: an interrupt in the middle of a write closes the file.
 */
public final class BackgroundLoop implements AutoCloseable {
    public static final Duration BACK_OFF_FIRST = Duration.ofMillis(100);
    public static final Duration BACK_OFF_MOST = Duration.ofMinutes(1);

    /** How long {@link #close} waits for a run that is under way. */
    public static final Duration CLOSE_MOST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);

    private final String name;
    private final Duration pause;
    private final Duration gather;
    private final Task task;
    private final Clock clock;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean started;
    private volatile boolean woken;
    private volatile boolean closing;
    private volatile Health health;

    /** A bounded piece of work. */
    @FunctionalInterface
    public interface Task {
        Next run() throws Exception;
    }

    /** What a task knows of its future. */
    public enum Next {
        /** More is waiting: run again at once. */
        AGAIN,
        /** Nothing to do until somebody wakes the loop or the pause is over. */
        WAIT
    }

    /**
     * How a loop is doing.
     *
     * @param lastSuccess when a run last ended without a failure
     * @param failuresInARow 0 when the last run succeeded, or none has ended yet
     * @param lastFailure class and message of the last failure in the current row
     */
    public record Health(
            String name,
            boolean running,
            @Nullable Instant lastSuccess,
            int failuresInARow,
            @Nullable String lastFailure) {}

    /**
     * A loop that is not yet running.
     *
     * @param name of the thread, in logs and on the health page
     * @param pause the longest time between two runs
     */
    public BackgroundLoop(String name, Duration pause, Task task, Clock clock) {
        this(name, pause, Duration.ZERO, task, clock);
    }

    /**
     * A loop that lets work gather: being woken starts a run only after {@code gather}, so that a busy time costs a few
     * large runs and not one for each commit.
     */
    public BackgroundLoop(String name, Duration pause, Duration gather, Task task, Clock clock) {
        this.name = name;
        this.pause = pause;
        this.gather = gather;
        this.task = task;
        this.clock = clock;
        this.health = new Health(name, false, null, 0, null);
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::loop);
    }

    /** Starts the thread; the first run begins at once. Called once. */
    public void start() {
        lock.lock();
        try {
            if (started || closing) {
                throw new IllegalStateException("the loop " + name + " is started once");
            }
            started = true;
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a run. Cheap, never waits for the task; calls during a run lead to one further run. */
    public void wake() {
        if (!woken) {
            lock.lock();
            try {
                woken = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Ends the loop after the run that is under way, which it waits for, at most {@link #CLOSE_MOST}. Events that are
     * left wait for the next start. May be called twice, and before {@link #start}.
     */
    @Override
    public void close() {
        boolean wait;
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            wait = started && !Thread.currentThread().equals(thread);
        } finally {
            lock.unlock();
        }
        if (wait) {
            join();
        }
    }

    private void join() {
        try {
            if (!thread.join(CLOSE_MOST)) {
                LOG.error("The loop {} did not end within {} s", name, CLOSE_MOST.toSeconds());
            }
        } catch (InterruptedException _) {
            // Whoever closes is in a hurry; the thread ends by itself after its run.
            Thread.currentThread().interrupt();
        }
    }

    public Health health() {
        return health;
    }

    private void loop() {
        int failures = 0;
        while (!closing) {
            woken = false;
            try {
                Next next = task.run();
                failures = 0;
                health = new Health(name, true, clock.instant(), 0, null);
                if (next == Next.WAIT) {
                    await(pause, true);
                    if (woken) {
                        await(gather, false);
                    }
                }
            } catch (Exception | Error e) {
                // Whatever it was, it may be gone next time; a loop that ended would be missed by nobody until too
                // late.
                failures++;
                failed(failures, e);
                await(backOff(failures), false);
            }
        }
        Health last = health;
        health = new Health(name, false, last.lastSuccess, last.failuresInARow, last.lastFailure);
    }

    private void failed(int failures, Throwable e) {
        health = new Health(name, true, health.lastSuccess, failures, e.toString());
        if (failures == 1) {
            LOG.error("The loop {} failed and will try again", name, e);
        } else {
            LOG.warn("The loop {} failed {} times in a row: {}", name, failures, e.toString());
        }
    }

    /** The time before the next attempt after so many failures in a row. */
    static Duration backOff(int failures) {
        // Ten doublings are beyond the most.
        Duration time = BACK_OFF_FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return time.compareTo(BACK_OFF_MOST) < 0 ? time : BACK_OFF_MOST;
    }

    /** Waits so long, or until the loop is closed, or woken if that counts. */
    private void await(Duration time, boolean endsWhenWoken) {
        lock.lock();
        try {
            long nanosLeft = time.toNanos();
            while (nanosLeft > 0 && !closing && !(endsWhenWoken && woken)) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread to stop it; an early run does no harm.
            LOG.debug("The loop {} was interrupted", name);
        } finally {
            lock.unlock();
        }
    }
}
