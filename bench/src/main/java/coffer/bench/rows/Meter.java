package coffer.bench.rows;

import coffer.bench.load.Load;
import coffer.bench.process.ProcessTree;
import coffer.bench.process.Syscalls;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Readings before and after a load. */
final class Meter {

    static final double GIB = 1 << 30;

    private Meter() {}

    /** Something that works on a server. */
    @FunctionalInterface
    interface Doing<T> {
        T run() throws IOException;
    }

    /** What was done, and the processor time that the server took for it: not a number where its processes are not to be seen. */
    record Metered<T>(T outcome, double cpuSeconds, double loadCpuSeconds) {}

    static <T> Metered<T> metered(Server server, Doing<T> doing) throws IOException {
        var load = ProcessTree.of(ProcessHandle.current().pid());
        // Of this program alone: the servers are its children.
        var loadBefore = load.ownCpuSeconds();
        var before = server.processes().cpuSeconds();
        var outcome = doing.run();
        var used = server.processes().cpuSeconds() - before;
        var loadUsed = load.ownCpuSeconds() - loadBefore;
        return new Metered<>(outcome, server.processes().isVisible() ? used : Double.NaN, loadUsed);
    }

    /** Something small that is done again and again. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Does something again and again for a time, and returns the server's processor time for each, in milliseconds. */
    static double cpuMillisEach(Server server, Duration time, Step step) throws IOException {
        var done = metered(server, () -> times(time, step));
        return done.cpuSeconds() * 1e3 / done.outcome();
    }

    /** Does something again and again for a time; returns how often. */
    static int times(Duration time, Step step) throws IOException {
        var end = System.nanoTime() + time.toNanos();
        var times = 0;
        do {
            step.run();
            times++;
        } while (System.nanoTime() < end);
        return times;
    }

    /** Rate, latencies and processor time for each request. */
    static Figures figures(Metered<Load.Outcome> load) {
        var outcome = load.outcome();
        return new Figures()
                .with(Metric.RATE, outcome.perSecond())
                .with(Metric.P50, outcome.latencies().percentileMillis(50))
                .with(Metric.P99, outcome.latencies().percentileMillis(99))
                .with(Metric.CPU, load.cpuSeconds() * 1e6 / outcome.requests())
                .with(Metric.LOAD_CPU, load.loadCpuSeconds() * 1e6 / outcome.requests());
    }

    /** Calls of fsync and its like for each request of a load, which runs slowly meanwhile; not a number where they cannot be seen. */
    static double fsyncsPerRequest(Server server, Scale scale, Doing<Load.Outcome> doing) throws IOException {
        if (!server.processes().isVisible()) {
            return Double.NaN;
        }
        try (var calls = Syscalls.attach(server.processes(), scale.home())) {
            var requests = doing.run().requests();
            return (double) calls.stop() / requests;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while counting system calls");
        }
    }
}
