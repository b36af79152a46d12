package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Target;
import coffer.bench.servers.Coffer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/**
 * Row 14: the same requests in an account of 10,000 files and in one that grew a great deal, on a server of its own, once. The account grows
 * by COPY, which a server that copies no content does fast.
 */
final class Growth implements Row {

    /** One COPY makes this many files. */
    private static final int BLOCK = 10_000;

    private static final int FOLDER = 500;
    private static final int CONNECTIONS = 4;
    private static final String FIRST = "/block-0";

    @Override
    public String number() {
        return "14";
    }

    @Override
    public String title() {
        return "account grows from 10,000 files to many, 4 connections";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, ratio("PROPFIND"), 1.3),
                new Goal.AtMost(COFFER, ratio("PUT"), 1.5),
                new Goal.AtMost(COFFER, ratio("GET"), 1.5));
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
        try (var own = Coffer.onSqlite(scale.project(), Files.createTempDirectory(scale.home(), "growth"))) {
            var target = own.target();
            Tree.makeFolder(target, FIRST);
            for (int i = 0; i < BLOCK / FOLDER; i++) {
                Tree.fill(target, FIRST + "/" + i, FOLDER);
            }
            var few = new Reading(target, scale, "/few", 1);
            few.take(); // warms up
            few.take();
            grow(target, scale.growsTo());
            var many = new Reading(target, scale, "/many", scale.growsTo() / BLOCK);
            many.take();
            figures.with(new Metric("files", "thousand"), scale.growsTo() / 1000.0);
            compare(figures, "PROPFIND", few.propfind, many.propfind);
            compare(figures, "PUT", few.put, many.put);
            compare(figures, "GET", few.get, many.get);
        }
        return figures;
    }

    private static void compare(Figures figures, String what, double few, double many) {
        figures.with(new Metric(what + " p99 few", "ms"), few);
        figures.with(new Metric(what + " p99 many", "ms"), many);
        figures.with(ratio(what), many / few);
    }

    private static void grow(Target target, int files) throws IOException {
        try (var connection = new Connection(target)) {
            for (int block = 1; block < files / BLOCK; block++) {
                connection.expect(201, target.copy(FIRST + "/", "/block-" + block + "/"), BodySink.FORGET);
            }
        }
    }

    /** The 99th percentiles of one moment. */
    private static final class Reading {
        private final Target target;
        private final Scale scale;
        private final String prefix;
        private final int blocks;
        private int takes;
        private double propfind;
        private double put;
        private double get;

        Reading(Target target, Scale scale, String prefix, int blocks) {
            this.target = target;
            this.scale = scale;
            this.prefix = prefix;
            this.blocks = blocks;
        }

        void take() throws IOException {
            propfind = p99((connection, worker, number) -> {
                connection.expect(
                        207, target.propfind(folder(worker, number) + "/", 0, Multistatus.POLL), BodySink.FORGET);
            });
            get = p99((connection, worker, number) -> {
                var file = (int) (number * 37L % FOLDER);
                connection.verify(target.get(Tree.file(folder(worker, number), file)), Tree.small(file));
            });
            var puts = PutSmall.Puts.into(target, prefix + takes++, CONNECTIONS);
            put = puts.during(scale.time()).latencies().percentileMillis(99);
            puts.verify(5);
        }

        /** Any folder of any block, far from the one before. */
        private String folder(int worker, int number) {
            var block = (number * 7919L + worker * 31L) % blocks;
            return "/block-" + block + "/" + (worker + number) % (BLOCK / FOLDER);
        }

        private double p99(Load.Work work) throws IOException {
            return Load.during(scale.time(), target, CONNECTIONS, work)
                    .latencies()
                    .percentileMillis(99);
        }
    }
}
