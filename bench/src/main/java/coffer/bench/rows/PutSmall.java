package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Target;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows 3, 4 and 5: PUT of new files of 4 KiB, each connection into a folder of its own. */
final class PutSmall implements Row {

    private static final int SAMPLES = 20;
    /** So that the contents of two connections differ. */
    private static final int SEEDS = 1_000_000;

    private final String number;
    private final int connections;
    private final List<Goal> goals;
    private final boolean countsFsyncs;

    private PutSmall(String number, int connections, boolean countsFsyncs, List<Goal> goals) {
        this.number = number;
        this.connections = connections;
        this.countsFsyncs = countsFsyncs;
        this.goals = goals;
    }

    /** All three. */
    static List<Row> family() {
        return List.of(
                new PutSmall("3", 1, false, goals(0.6, false, 500)),
                new PutSmall("4", 6, false, goals(0.9, true, 280)),
                new PutSmall("5", 32, true, withFsyncs(goals(1.3, true, 220))));
    }

    private static List<Goal> goals(double timesApache, boolean p99, double cpuMicros) {
        var goals = new ArrayList<Goal>();
        goals.add(new Goal.AtLeastTimes(COFFER, Metric.RATE, timesApache, APACHE));
        if (p99) {
            goals.add(new Goal.AtMostTimes(COFFER, Metric.P99, 1.5, APACHE));
        }
        goals.add(new Goal.AtMost(COFFER, Metric.CPU, cpuMicros));
        return goals;
    }

    private static List<Goal> withFsyncs(List<Goal> others) {
        var goals = new ArrayList<>(others);
        goals.add(new Goal.AtMost(COFFER, Metric.FSYNCS, 0.15));
        return goals;
    }

    @Override
    public String number() {
        return number;
    }

    @Override
    public String title() {
        return "PUT 4 KiB, " + (connections == 1 ? "1 connection" : connections + " connections");
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return Collections.unmodifiableList(goals);
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-" + number);
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        Puts.into(server.target(), folder(round, "warm"), connections).warmUp(scale.warmUp(round));
        var puts = Puts.into(server.target(), folder(round, "timed"), connections);
        var figures = Meter.figures(Meter.metered(server, () -> puts.during(scale.time())));
        puts.verify(SAMPLES);
        if (countsFsyncs && round == 0) {
            var traced = Puts.into(server.target(), folder(round, "traced"), connections);
            figures.with(Metric.FSYNCS, Meter.fsyncsPerRequest(server, scale, () -> traced.during(scale.time())));
        }
        return figures;
    }

    private String folder(int round, String purpose) {
        return "/row-" + number + "/" + purpose + "-" + round;
    }

    /** PUTs of new files into new folders, one for each connection. */
    record Puts(Target target, String folder, int connections, ConcurrentHashMap<Integer, Integer> counts) {

        /** Makes the folders. */
        static Puts into(Target target, String folder, int connections) throws IOException {
            Tree.makeFolder(target, folder);
            for (int i = 0; i < connections; i++) {
                Tree.makeFolder(target, folder + "/" + i);
            }
            return new Puts(target, folder, connections, new ConcurrentHashMap<>());
        }

        Load.Outcome during(java.time.Duration time) throws IOException {
            return Load.during(time, target, connections, this::once);
        }

        /** New files in each second. */
        void warmUp(java.time.Duration atLeast) throws IOException {
            var second = new AtomicInteger();
            WarmUp.until(atLeast, () -> {
                var first = second.getAndIncrement() * SEEDS;
                Load.Work work = (connection, worker, number) -> {
                    var file = Tree.file(folder + "/" + worker, first + number);
                    connection.expect(201, target.put(file, Tree.small(worker + number)), BodySink.FORGET);
                };
                return Load.during(WarmUp.SECOND, target, connections, work).perSecond();
            });
        }

        private void once(Connection connection, int worker, int number) throws IOException {
            var content = Tree.small(worker * SEEDS + number);
            connection.expect(201, target.put(Tree.file(folder + "/" + worker, number), content), BodySink.FORGET);
            counts.put(worker, number + 1);
        }

        /** Reads some of the files of each connection, the last one among them, and compares them. */
        void verify(int samples) throws IOException {
            try (var connection = new Connection(target)) {
                for (var worker : counts.entrySet()) {
                    var count = worker.getValue();
                    for (int number = count - 1; number >= 0; number -= Math.max(1, count / samples)) {
                        var path = Tree.file(folder + "/" + worker.getKey(), number);
                        connection.verify(target.get(path), Tree.small(worker.getKey() * SEEDS + number));
                    }
                }
            }
        }
    }
}
