package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.growth.Shape;
import coffer.bench.load.Connection;
import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Row 13: k files are replaced in the folders of one group, at most {@value #FOLDERS}, four levels below the root, then a client walks down to
 * them; with 10,000 and with a million files in the account. Each time it is another group, and the way is as long and as wide in both.
 */
final class SyncOfChanges implements Row {

    private static final int[] CHANGES = {1, 10, 100};
    private static final int FOLDERS = Shape.FAN;
    private static final int TURNS = 3;
    /** The root, the top of the tree, a branch and a group. */
    private static final int FOLDERS_ABOVE_LEAVES = 4;

    private static final int LEVELS_ABOVE_LEAVES = 3;
    private static final Metric SLOPE = new Metric("1 M: each of 100/the only one", "");

    @Override
    public String number() {
        return "13";
    }

    @Override
    public String title() {
        return "k changed files and the walk to them, 10,000 and 1,000,000 files, CPU for each change, 1 connection";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        var goals = new ArrayList<Goal>();
        for (var changes : CHANGES) {
            goals.add(new Goal.AtMost(COFFER, ratio(changes), 1.5));
        }
        goals.add(new Goal.AtMost(COFFER, SLOPE, 1));
        return goals;
    }

    private static Metric cpu(String account, int changes) {
        return new Metric(account + ", k = " + changes, "ms");
    }

    private static Metric ratio(int changes) {
        return new Metric("1 M/10 k, k = " + changes, "");
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        try (var small = Side.start(scale, 10_000);
                var large = Side.start(scale, 1_000_000)) {
            var figures = new Figures();
            double first = Double.NaN;
            double last = Double.NaN;
            for (var changes : CHANGES) {
                var few = new double[TURNS];
                var many = new double[TURNS];
                for (int turn = 0; turn < TURNS; turn++) {
                    few[turn] = small.cpuMillis(scale, changes);
                    many[turn] = large.cpuMillis(scale, changes);
                }
                last = FewAndMany.median(many);
                first = Double.isNaN(first) ? last : first;
                figures.with(cpu("10 k", changes), FewAndMany.median(few))
                        .with(cpu("1 M", changes), last)
                        .with(ratio(changes), FewAndMany.median(FewAndMany.ratios(many, few)));
            }
            return figures.with(SLOPE, last / first);
        }
    }

    /** One account and the client that knows it. */
    private record Side(GrownCoffer own, Shape shape, Connection connection, SyncWalk walk, AtomicInteger turns)
            implements AutoCloseable {

        static Side start(Scale scale, int files) throws IOException {
            var shape = new Shape("/tree", files);
            var own = GrownCoffer.with(scale, "changes", shape);
            var connection = new Connection(own.target());
            var side = new Side(own, shape, connection, new SyncWalk(connection, own.target()), new AtomicInteger());
            try {
                side.walk.learn(LEVELS_ABOVE_LEAVES);
                WarmUp.until(scale.warmUp(), () -> Meter.times(WarmUp.SECOND, () -> side.changeAndWalk(FOLDERS)));
                connection.close(); // it is opened again: servers end those that rest while another account is made
                return side;
            } catch (IOException e) {
                own.close();
                throw e;
            }
        }

        double cpuMillis(Scale scale, int changes) throws IOException {
            return Meter.cpuMillisEach(own.coffer(), scale.time(), () -> changeAndWalk(changes)) / changes;
        }

        private void changeAndWalk(int changes) throws IOException {
            var first = turns.getAndIncrement() * FOLDERS % shape.leaves();
            for (int i = 0; i < changes; i++) {
                var leaf = shape.leaf(first + i % FOLDERS);
                var file = i / FOLDERS;
                connection.store(own.target().put(Tree.file(leaf, file), Tree.small(file)));
            }
            var requests = walk.walk();
            var wanted = FOLDERS_ABOVE_LEAVES + Math.min(changes, FOLDERS);
            if (requests != wanted) {
                throw new WrongAnswer(requests + " requests instead of " + wanted + " lead to what has changed");
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
            own.close();
        }
    }
}
