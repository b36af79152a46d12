package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.growth.Shape;
import coffer.bench.load.Connection;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Row 12: a run of the desktop client when nothing has changed, with 1,000 and with a million files in the account; on servers of its own, once. */
final class SyncWithoutChange implements Row {

    private static final int TURNS = 3;
    private static final Metric FEW_CPU = new Metric("CPU 1 k", "ms");
    private static final Metric MANY_CPU = new Metric("CPU 1 M", "ms");
    private static final Metric FEW_REQUESTS = new Metric("requests 1 k", "");
    private static final Metric MORE_REQUESTS = new Metric("requests 1 M/1 k", "");
    private static final double GOAL_MILLIS = 5;

    @Override
    public String number() {
        return "12";
    }

    @Override
    public String title() {
        return "sync without a change, 1,000 and 1,000,000 files, 1 connection";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, FEW_CPU, GOAL_MILLIS),
                new Goal.AtMost(COFFER, MANY_CPU, GOAL_MILLIS),
                new Goal.AtMost(COFFER, MORE_REQUESTS, 1));
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        try (var small = GrownCoffer.with(scale, "quiet", new Shape("/tree", 1_000));
                var large = GrownCoffer.with(scale, "quiet", new Shape("/tree", 1_000_000))) {
            warmUp(scale, small);
            warmUp(scale, large);
            return measure(scale, small, large);
        }
    }

    private static Figures measure(Scale scale, GrownCoffer small, GrownCoffer large) throws IOException {
        try (var toSmall = new Connection(small.target());
                var toLarge = new Connection(large.target())) {
            var few = new SyncWalk(toSmall, small.target());
            var many = new SyncWalk(toLarge, large.target());
            few.learn(0);
            many.learn(0);
            var cpu = new double[2][TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                cpu[0][turn] = Meter.cpuMillisEach(small.coffer(), scale.time(), few::run);
                cpu[1][turn] = Meter.cpuMillisEach(large.coffer(), scale.time(), many::run);
            }
            var requests = few.run();
            return new Figures()
                    .with(FEW_CPU, FewAndMany.median(cpu[0]))
                    .with(MANY_CPU, FewAndMany.median(cpu[1]))
                    .with(FEW_REQUESTS, requests)
                    .with(MORE_REQUESTS, (double) many.run() / requests);
        }
    }

    private static void warmUp(Scale scale, GrownCoffer own) throws IOException {
        try (var connection = new Connection(own.target())) {
            var walk = new SyncWalk(connection, own.target());
            walk.learn(0);
            WarmUp.until(scale.warmUp(), () -> Meter.times(WarmUp.SECOND, walk::run));
        }
    }
}
