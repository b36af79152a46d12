package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.URL;

import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Pattern;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Row 16, in part: how far 16 uploads and 16 downloads of a large file at once move the server's memory. */
final class ParallelTransfers implements Row {

    private static final int CONNECTIONS = 32;
    private static final int SAMPLE_MILLIS = 250;
    private static final double MEGABYTE = 1e6;
    private static final Metric MOVED = new Metric("memory moved", "MB");
    private static final Metric SECONDS = new Metric("time", "s");

    @Override
    public String number() {
        return "16b";
    }

    @Override
    public String title() {
        return "32 parallel transfers of a large file, half of them up";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER, URL);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(new Goal.AtMost(COFFER, MOVED, 64));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-16b");
        try (var connection = new Connection(server.target())) {
            connection.store(server.target().put("/row-16b/source", content(scale)));
        }
    }

    private static Pattern content(Scale scale) {
        return new Pattern(16, scale.largeBytes());
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        var target = server.target();
        var before = server.processes().memory().pss();
        var most = new AtomicLong(before);
        var sampler = Thread.ofPlatform().daemon().start(() -> sample(server, most));
        Load.Outcome outcome;
        try {
            outcome = Load.times(1, target, CONNECTIONS, (connection, worker, _) -> {
                if (worker % 2 == 0) {
                    connection.store(target.put("/row-16b/up-" + worker, content(scale)));
                } else {
                    connection.verify(target.get("/row-16b/source"), content(scale));
                }
            });
        } finally {
            sampler.interrupt();
        }
        clear(server, scale);
        var moved = server.processes().isVisible() ? (most.get() - before) / MEGABYTE : Double.NaN;
        return new Figures().with(SECONDS, outcome.seconds()).with(MOVED, moved);
    }

    private static void clear(Server server, Scale scale) throws IOException {
        var target = server.target();
        try (var connection = new Connection(target)) {
            for (int worker = 0; worker < CONNECTIONS; worker += 2) {
                var path = "/row-16b/up-" + worker;
                if (worker == 0) {
                    connection.verify(target.get(path), content(scale));
                }
                connection.store(target.delete(path));
            }
        }
    }

    private static void sample(Server server, AtomicLong most) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                most.accumulateAndGet(server.processes().memory().pss(), Math::max);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the transfers are over
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
