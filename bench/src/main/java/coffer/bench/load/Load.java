package coffer.bench.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Many connections that work side by side, each on a thread of its own, one request after the other, for a bounded time. */
public final class Load {

    /** One request, or a few that count as one. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it once.
         *
         * @param worker from 0 on, the same for each call with the same connection
         * @param number from 0 on, counted per worker
         */
        void once(Connection connection, int worker, int number) throws IOException;
    }

    /** What was done. {@code seconds} lie between the common start and the end of the last request. */
    public record Outcome(double seconds, Latencies latencies) {
        public int requests() {
            return latencies.count();
        }

        public double perSecond() {
            return requests() / seconds;
        }
    }

    private final Target target;
    private final int connections;
    private final long endNanos;
    private final int timesMax;
    private final Work work;
    private final CountDownLatch start = new CountDownLatch(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private Load(Target target, int connections, long endNanos, int timesMax, Work work) {
        this.target = target;
        this.connections = connections;
        this.endNanos = endNanos;
        this.timesMax = timesMax;
        this.work = work;
    }

    /** Works until the time is over; requests under way are finished and count. Fails with the first failure of a worker. */
    public static Outcome during(Duration time, Target target, int connections, Work work) throws IOException {
        return new Load(target, connections, System.nanoTime() + time.toNanos(), Integer.MAX_VALUE, work).run();
    }

    /** Works {@code times} times on each connection, an hour at most. */
    public static Outcome times(int times, Target target, int connections, Work work) throws IOException {
        var hour = Duration.ofHours(1).toNanos();
        return new Load(target, connections, System.nanoTime() + hour, times, work).run();
    }

    private Outcome run() throws IOException {
        var recorders = new ArrayList<Latencies.Recorder>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < connections; i++) {
            var worker = i;
            var recorder = new Latencies.Recorder();
            recorders.add(recorder);
            threads.add(Thread.ofPlatform().name("load-" + i).start(() -> work(worker, recorder)));
        }
        var began = System.nanoTime();
        start.countDown();
        join(threads);
        var ended = System.nanoTime();
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return new Outcome((ended - began) / 1e9, Latencies.merged(recorders));
    }

    private void work(int worker, Latencies.Recorder recorder) {
        try (var connection = new Connection(target)) {
            start.await();
            var before = System.nanoTime();
            for (int i = 0; i < timesMax && before < endNanos && failure.get() == null; i++) {
                work.once(connection, worker, i);
                var after = System.nanoTime();
                recorder.add(after - before);
                before = after;
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, new IOException("the load program itself failed", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedIOException {
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while load was running");
        }
    }
}
