package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.COFFER_PG;
import static coffer.bench.servers.Kind.URL;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Row 10: COPY of a folder of 2,000 files, and what others notice of it. */
final class CopyFolder implements Row {

    private static final int FILES = 2_000;
    /** Copies in one round, because one alone is too short for a clock of hundredths of a second. */
    private static final int COPIES = 5;

    private static final int WRITERS = 4;
    private static final Metric COPIED = new Metric("files copied", "/s");
    private static final Metric CPU_PER_FILE = new Metric("CPU per file", "µs");
    private static final Metric QUIET = new Metric("PUT p99 quiet", "ms");
    private static final Metric MEANWHILE = new Metric("PUT p99 meanwhile", "ms");
    private static final Metric RATIO = new Metric("PUT p99 meanwhile/quiet", "");
    private static final String SOURCE = "/row-10/source";

    @Override
    public String number() {
        return "10";
    }

    @Override
    public String title() {
        return "COPY of a folder of 2,000 files; PUTs of 4 connections meanwhile";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.of(COFFER, COFFER_PG, APACHE, URL);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtLeastTimes(COFFER, COPIED, 6, APACHE),
                new Goal.AtMost(COFFER, CPU_PER_FILE, 30),
                new Goal.AtMost(COFFER, RATIO, 3));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-10");
        Tree.fill(server.target(), SOURCE, FILES);
        copies(server, "/row-10/warm-", COPIES, new AtomicBoolean());
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var prefix = "/row-10/round-" + round;
        var seconds = new double[1];
        var copied = Meter.metered(server, () -> {
            var began = System.nanoTime();
            var count = copies(server, prefix + "-copy-", COPIES, new AtomicBoolean());
            seconds[0] = (System.nanoTime() - began) / 1e9;
            return count;
        });
        verify(server, prefix + "-copy-" + (COPIES - 1));
        double files = (double) FILES * copied.outcome();
        var figures =
                new Figures().with(COPIED, files / seconds[0]).with(CPU_PER_FILE, copied.cpuSeconds() * 1e6 / files);
        return withPuts(server, scale, prefix, figures);
    }

    private static int copies(Server server, String prefix, int most, AtomicBoolean stop) throws IOException {
        try (var connection = new Connection(server.target())) {
            int copy = 0;
            while (copy < most && !stop.get()) {
                var request = server.target().copy(SOURCE + "/", prefix + copy + "/");
                connection.expect(201, request, BodySink.FORGET);
                copy++;
            }
            return copy;
        }
    }

    private static void verify(Server server, String copy) throws IOException {
        var target = server.target();
        try (var connection = new Connection(target)) {
            Multistatus.count(connection, target.propfind(copy + "/", 1, Multistatus.POLL), FILES + 1);
            for (int file = 0; file < FILES; file += FILES / 20) {
                connection.verify(target.get(Tree.file(copy, file)), Tree.small(file));
            }
        }
    }

    private static Figures withPuts(Server server, Scale scale, String prefix, Figures figures) throws IOException {
        var quiet =
                PutSmall.Puts.into(server.target(), prefix + "-quiet", WRITERS).during(scale.time());
        var puts = PutSmall.Puts.into(server.target(), prefix + "-meanwhile", WRITERS);
        var stop = new AtomicBoolean();
        var failure = new AtomicReference<@Nullable IOException>();
        var copier = Thread.ofPlatform().start(() -> {
            try {
                copies(server, prefix + "-again-", Integer.MAX_VALUE, stop);
            } catch (IOException e) {
                failure.set(e);
            }
        });
        var meanwhile = puts.during(scale.time());
        stop.set(true);
        join(copier);
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        var before = quiet.latencies().percentileMillis(99);
        var during = meanwhile.latencies().percentileMillis(99);
        return figures.with(QUIET, before).with(MEANWHILE, during).with(RATIO, during / before);
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a copy was under way");
        }
    }
}
