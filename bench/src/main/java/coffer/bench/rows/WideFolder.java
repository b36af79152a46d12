package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.BodySink;
import coffer.bench.load.Load;
import coffer.bench.load.Target;
import coffer.bench.servers.Coffer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** Row 15: PUT into a folder, and PROPFIND of depth 0 on it, when it has 10 members and when it has a great many; on a server of its own, once. */
final class WideFolder implements Row {

    private static final int FEW = 10;
    private static final int CONNECTIONS = 4;

    @Override
    public String number() {
        return "15";
    }

    @Override
    public String title() {
        return "folder of 10 and of many entries, 4 connections";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(new Goal.AtMost(COFFER, ratio("PROPFIND"), 1.3), new Goal.AtMost(COFFER, ratio("PUT"), 1.3));
    }

    private static Metric ratio(String what) {
        return new Metric(what + " p99 many/few", "");
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var figures = new Figures();
        if (round > 0) {
            return figures; // once is long enough
        }
        try (var own = Coffer.onSqlite(scale.project(), Files.createTempDirectory(scale.home(), "wide"))) {
            var target = own.target();
            Tree.fill(target, "/warm", FEW);
            puts(target, scale, "/warm");
            propfinds(target, scale, "/warm");
            Tree.fill(target, "/narrow", FEW);
            Tree.fill(target, "/wide", scale.widens());
            figures.with(new Metric("entries", ""), scale.widens());
            compare(figures, "PROPFIND", propfinds(target, scale, "/narrow"), propfinds(target, scale, "/wide"));
            compare(figures, "PUT", puts(target, scale, "/narrow"), puts(target, scale, "/wide"));
        }
        return figures;
    }

    private static void compare(Figures figures, String what, double few, double many) {
        figures.with(new Metric(what + " p99 few", "ms"), few);
        figures.with(new Metric(what + " p99 many", "ms"), many);
        figures.with(ratio(what), many / few);
    }

    private static double propfinds(Target target, Scale scale, String folder) throws IOException {
        var request = target.propfind(folder + "/", 0, Multistatus.POLL);
        return Load.during(
                        scale.time(),
                        target,
                        CONNECTIONS,
                        (connection, _, _) -> connection.expect(207, request, BodySink.FORGET))
                .latencies()
                .percentileMillis(99);
    }

    /** Replaces members, so that a narrow folder stays narrow. */
    private static double puts(Target target, Scale scale, String folder) throws IOException {
        return Load.during(scale.time(), target, CONNECTIONS, (connection, worker, number) -> {
                    var request = target.put(Tree.file(folder, worker), Tree.small(number));
                    connection.expect(204, request, BodySink.FORGET);
                })
                .latencies()
                .percentileMillis(99);
    }
}
