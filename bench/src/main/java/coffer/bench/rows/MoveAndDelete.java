package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Latencies;
import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Row 11: MOVE and DELETE of a folder with few and with many files below it. */
final class MoveAndDelete implements Row {

    private static final int FEW = 10;
    private static final int MOVES = 20;
    private static final int DELETES = 5;
    private static final double GOAL_MILLIS = 5;

    @Override
    public String number() {
        return "11";
    }

    @Override
    public String title() {
        return "MOVE and DELETE of a folder with 10 and with many files (median of a round)";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, move(FEW), GOAL_MILLIS),
                new Goal.AtMost(COFFER, move(scale.manyFiles()), GOAL_MILLIS),
                new Goal.AtMost(COFFER, delete(FEW), GOAL_MILLIS),
                new Goal.AtMost(COFFER, delete(scale.manyFiles()), GOAL_MILLIS));
    }

    private static Metric move(int files) {
        return new Metric("MOVE %,d".formatted(files), "ms");
    }

    private static Metric delete(int files) {
        return new Metric("DELETE %,d".formatted(files), "ms");
    }

    private static String source(int files) {
        return "/row-11/source-" + files;
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-11");
        Tree.fill(server.target(), source(FEW), FEW);
        Tree.fill(server.target(), source(scale.manyFiles()), scale.manyFiles());
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        try (var connection = new Connection(server.target())) {
            var figures = new Figures();
            for (var files : new int[] {FEW, scale.manyFiles()}) {
                figures.with(move(files), moves(connection, server, files));
            }
            for (var files : new int[] {FEW, scale.manyFiles()}) {
                figures.with(delete(files), deletes(connection, server, files, round));
            }
            return figures;
        }
    }

    /** Back and forth, so that the folder is where it was. */
    private static double moves(Connection connection, Server server, int files) throws IOException {
        var target = server.target();
        var here = source(files) + "/";
        var there = source(files) + "-moved/";
        var nanos = new long[MOVES];
        for (int i = 0; i < MOVES; i++) {
            var request = i % 2 == 0 ? target.move(here, there) : target.move(there, here);
            var began = System.nanoTime();
            connection.store(request);
            nanos[i] = System.nanoTime() - began;
        }
        connection.verify(target.get(Tree.file(source(files), files - 1)), Tree.small(files - 1));
        return Latencies.of(nanos).percentileMillis(50);
    }

    private static double deletes(Connection connection, Server server, int files, int round) throws IOException {
        var target = server.target();
        var nanos = new long[DELETES];
        for (int i = 0; i < DELETES; i++) {
            var copy = "/row-11/copy-" + files + "-" + round + "-" + i;
            connection.store(target.copy(source(files) + "/", copy + "/"));
            var began = System.nanoTime();
            connection.expect(204, target.delete(copy + "/"), BodySink.FORGET);
            nanos[i] = System.nanoTime() - began;
            var gone = connection.exchange(target.get(Tree.file(copy, 0)), BodySink.FORGET);
            if (gone.status() != 404) {
                throw new WrongAnswer("a file below a deleted folder: " + gone.status() + " instead of 404");
            }
        }
        return Latencies.of(nanos).percentileMillis(50);
    }
}
