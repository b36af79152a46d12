package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.NGINX;

import coffer.bench.load.Connection;
import coffer.bench.load.Pattern;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Rows 7 and 8: a large file up and down on one connection.
 *
 * <p>Coffer answers a PUT only when the bytes are on disk; the others do not, so for them the file is synced by this program, and the time
 * of that counts.
 */
final class Large implements Row {

    /** Transfers before the first that counts: ciphers and copying loops are compiled late. */
    private static final int WARM_UPS = 4;

    private final boolean up;

    Large(boolean up) {
        this.up = up;
    }

    @Override
    public String number() {
        return up ? "7" : "8";
    }

    @Override
    public String title() {
        return up ? "PUT of a large file, 1 connection, others with sync" : "GET of a large file, 1 connection";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return up
                ? List.of(
                        new Goal.AtMostTimes(COFFER, Metric.SECONDS_PER_GIB, 1 / 0.9, NGINX),
                        new Goal.AtMost(COFFER, Metric.CPU_PER_GIB, 1.3))
                : List.of(
                        new Goal.AtMostTimes(COFFER, Metric.SECONDS_PER_GIB, 1 / 0.8, APACHE),
                        new Goal.AtMost(COFFER, Metric.CPU_PER_GIB, 0.7));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        var target = server.target();
        Tree.makeFolder(target, folder());
        try (var connection = new Connection(target)) {
            var first = folder() + "/large-first";
            connection.store(target.put(first, content(scale, -1)));
            for (int i = 0; i < WARM_UPS; i++) {
                if (up) {
                    // Removed, so that the page cache of what is measured is memory that was used before: fresh memory
                    // of a
                    // virtual machine costs its host's faults, and the first server would pay for all.
                    connection.store(target.delete(first));
                    connection.store(target.put(first, content(scale, -1)));
                } else {
                    connection.verify(target.get(first), content(scale, -1));
                }
            }
            if (up) {
                connection.store(target.delete(first));
            }
        }
    }

    private String folder() {
        return "/row-" + number();
    }

    private static Pattern content(Scale scale, int round) {
        return new Pattern(7_000 + round, scale.largeBytes());
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        try (var connection = new Connection(server.target())) {
            return up ? put(connection, server, scale, round) : get(connection, server, scale);
        }
    }

    private Figures put(Connection connection, Server server, Scale scale, int round) throws IOException {
        var target = server.target();
        var path = folder() + "/large-" + round;
        var content = content(scale, round);
        var written = server.processes().writtenBytes();
        var stored = Meter.metered(
                server,
                () -> timed(() -> {
                    connection.store(target.put(path, content));
                    sync(server, path);
                }));
        written = server.processes().writtenBytes() - written;
        connection.verify(target.get(path), content);
        connection.store(target.delete(path));
        return perGib(scale, stored)
                .with(Metric.WRITTEN, written == 0 ? Double.NaN : (double) written / scale.largeBytes());
    }

    private Figures get(Connection connection, Server server, Scale scale) throws IOException {
        var request = server.target().get(folder() + "/large-first");
        return perGib(scale, Meter.metered(server, () -> timed(() -> connection.verify(request, content(scale, -1)))));
    }

    private static Figures perGib(Scale scale, Meter.Metered<Double> metered) {
        var gib = scale.largeBytes() / Meter.GIB;
        return new Figures()
                .with(Metric.SECONDS_PER_GIB, metered.outcome() / gib)
                .with(Metric.CPU_PER_GIB, metered.cpuSeconds() / gib);
    }

    private static double timed(Step step) throws IOException {
        var began = System.nanoTime();
        step.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private static void sync(Server server, String path) throws IOException {
        var plain = server.plainFiles();
        if (plain.isPresent()) {
            try (var file = FileChannel.open(plain.get().resolve(path.substring(1)), StandardOpenOption.WRITE)) {
                file.force(true);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
