package coffer.bench.memory;

import coffer.bench.load.Load;
import coffer.bench.rows.MixedLoad;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Mixed load on one server for a time, with its memory every {@value #EVERY_SECONDS} seconds: {@code memory.csv} and {@code memory.svg}. */
public final class MemoryRun {

    private static final int EVERY_SECONDS = 10;
    private static final int CONNECTIONS = 8;
    private static final double MEGABYTE = 1e6;

    private final Server server;
    private final Path csv;
    private final Path svg;

    /** {@code target} is a directory for the results. */
    public MemoryRun(Server server, Path target) {
        this.server = server;
        this.csv = target.resolve("memory.csv");
        this.svg = target.resolve("memory.svg");
    }

    /** Returns the verdict as a text. A wrong answer ends the run. */
    public String run(Duration time) throws IOException {
        var samples = new ArrayList<Sample>();
        Files.writeString(csv, Sample.HEAD);
        Load.Outcome outcome;
        try (var executor = Executors.newSingleThreadExecutor()) {
            outcome = sampled(executor, time, samples);
        }
        var rss = Slope.ofLastTwoThirds(samples, Sample::rss);
        var pss = Slope.ofLastTwoThirds(samples, Sample::pss);
        var minutes = time.toMinutes();
        Files.writeString(
                svg, Plot.of(samples, rss, "Memory of Coffer, " + minutes + " minutes of mixed load, -Xmx256m"));
        return "Memory in %d minutes of mixed load, %,d cycles on %d connections, last two thirds:%n%s%s%s"
                .formatted(
                        minutes,
                        outcome.requests(),
                        CONNECTIONS,
                        said("RSS", rss, samples.getLast().rss()),
                        said("PSS", pss, samples.getLast().pss()),
                        "Samples in " + csv.getFileName() + ", plot in " + svg.getFileName() + ".\n");
    }

    private Load.Outcome sampled(ExecutorService executor, Duration time, List<Sample> samples) throws IOException {
        var load = new MixedLoad(server);
        var began = System.nanoTime();
        var running = executor.submit(() -> Load.during(time, server.target(), CONNECTIONS, load));
        while (!isDone(running)) {
            var memory = server.processes().memory();
            var sample =
                    new Sample((System.nanoTime() - began) / 1e9, memory.rss() / MEGABYTE, memory.pss() / MEGABYTE);
            samples.add(sample);
            Files.writeString(csv, sample.line(), StandardOpenOption.APPEND);
        }
        return outcome(running);
    }

    /** Waits for the time of the next sample, or for the end. */
    private static boolean isDone(Future<Load.Outcome> running) throws IOException {
        try {
            running.get(EVERY_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Load.Outcome outcome(Future<Load.Outcome> done) throws IOException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IOException("the mixed load failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted during the mixed load");
    }

    private static String said(String what, Slope slope, double last) {
        return String.format(
                Locale.ROOT,
                "- %s: %+.1f ± %.1f MB an hour, %.0f MB at the end: %s%n",
                what,
                slope.perHour(),
                slope.doubt(),
                last,
                slope.withinNoise() ? "slope within noise" : "GROWS");
    }
}
