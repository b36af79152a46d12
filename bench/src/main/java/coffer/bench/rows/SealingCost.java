package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.Connection;
import coffer.bench.load.Pattern;
import coffer.bench.load.Target;
import coffer.bench.servers.Coffer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Row 8b: rows 7 and 8 with sealing on and off, on two servers of their own that are asked in turn; once. */
final class SealingCost implements Row {

    private static final int WARM_UPS = 4;
    private static final int TURNS = 9;
    private static final double GOAL = 0.95;
    private static final Metric PUT = new Metric("PUT, sealed/plain", "");
    private static final Metric GET = new Metric("GET, sealed/plain", "");
    private static final String FILE = "/large";

    @Override
    public String number() {
        return "8b";
    }

    @Override
    public String title() {
        return "a large file up and down, rate with sealing on by rate with sealing off";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(new Goal.AtLeast(COFFER, PUT, GOAL), new Goal.AtLeast(COFFER, GET, GOAL));
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        try (var sealed = start(scale, "sealed", "on");
                var plain = start(scale, "plain", "off")) {
            var content = new Pattern(8_000, scale.largeBytes());
            for (int i = 0; i < WARM_UPS; i++) {
                turn(sealed.target(), content);
                turn(plain.target(), content);
            }
            var puts = new ArrayList<Double>();
            var gets = new ArrayList<Double>();
            for (int i = 0; i < TURNS; i++) {
                var on = turn(sealed.target(), content);
                var off = turn(plain.target(), content);
                puts.add(off.putSeconds / on.putSeconds);
                gets.add(off.getSeconds / on.getSeconds);
            }
            return new Figures().with(PUT, median(puts)).with(GET, median(gets));
        }
    }

    private static Coffer start(Scale scale, String name, String sealing) throws IOException {
        var home = Files.createTempDirectory(scale.home(), name);
        return Coffer.onSqlite(scale.project(), home, List.of("--sealing", sealing));
    }

    private record Turn(double putSeconds, double getSeconds) {}

    private static Turn turn(Target target, Pattern content) throws IOException {
        try (var connection = new Connection(target)) {
            var began = System.nanoTime();
            connection.store(target.put(FILE, content));
            var stored = System.nanoTime();
            connection.verify(target.get(FILE), content);
            var read = System.nanoTime();
            connection.store(target.delete(FILE));
            return new Turn((stored - began) / 1e9, (read - stored) / 1e9);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
