package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Content;
import coffer.bench.load.Target;
import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Row 11b: a folder of 100,000 files, each with a content of its own that came in by PUT, is copied, deleted and brought back from the trash bin, and
 * what others notice of it; on a server of its own, once.
 */
final class LargeFolder implements Row {

    private static final int LEAVES = 200;
    private static final int LEAF_FILES = 500;
    private static final int WRITERS = 4;
    private static final Metric COPY = new Metric("COPY, slowest", "s");
    private static final Metric DELETE = new Metric("DELETE, slowest", "s");
    private static final Metric RESTORE = new Metric("restoring, slowest", "s");
    private static final Metric QUIET = new Metric("PUT p99 quiet", "ms");
    private static final Metric MEANWHILE = new Metric("PUT p99 meanwhile", "ms");
    private static final Metric RATIO = new Metric("PUT p99 meanwhile/quiet", "");
    private static final double GOAL_SECONDS = 2;

    @Override
    public String number() {
        return "11b";
    }

    @Override
    public String title() {
        return "COPY, DELETE and restoring of a folder of 100,000 files; PUTs of 4 connections meanwhile";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, COPY, GOAL_SECONDS),
                new Goal.AtMost(COFFER, DELETE, GOAL_SECONDS),
                new Goal.AtMost(COFFER, RESTORE, GOAL_SECONDS),
                new Goal.AtMost(COFFER, RATIO, 3));
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        try (var own = GrownCoffer.start(scale, "large-folder")) {
            var target = own.target();
            fill(target);
            PutSmall.Puts.into(target, "/warm", WRITERS).warmUp(scale.warmUp());
            var cycles = new Cycles(target);
            cycles.one();
            var quiet = PutSmall.Puts.into(target, "/quiet", WRITERS)
                    .during(scale.time())
                    .latencies()
                    .percentileMillis(99);
            var meanwhile = meanwhile(scale, target, cycles);
            return new Figures()
                    .with(COPY, cycles.copySeconds)
                    .with(DELETE, cycles.deleteSeconds)
                    .with(RESTORE, cycles.restoreSeconds)
                    .with(QUIET, quiet)
                    .with(MEANWHILE, meanwhile)
                    .with(RATIO, meanwhile / quiet);
        }
    }

    private static void fill(Target target) throws IOException {
        Tree.makeFolder(target, "/tree");
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            Tree.fill(target, leaf("/tree", leaf), LEAF_FILES);
        }
    }

    private static String leaf(String top, int number) {
        return top + "/leaf-" + number;
    }

    private static double meanwhile(Scale scale, Target target, Cycles cycles) throws IOException {
        var puts = PutSmall.Puts.into(target, "/meanwhile", WRITERS);
        var stop = new AtomicBoolean();
        var failure = new AtomicReference<@Nullable IOException>();
        var other = Thread.ofPlatform().start(() -> {
            try {
                while (!stop.get()) {
                    cycles.one();
                }
            } catch (IOException e) {
                failure.set(e);
            }
        });
        var outcome = puts.during(scale.time().multipliedBy(2));
        stop.set(true);
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a folder was being copied");
        }
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return outcome.latencies().percentileMillis(99);
    }

    /** Copies the folder, deletes the copy, brings it back and deletes it again. */
    private static final class Cycles {
        private final Target target;
        private final Target trash;
        private int number;
        double copySeconds;
        double deleteSeconds;
        double restoreSeconds;

        Cycles(Target target) {
            this.target = target;
            this.trash = target.at(target.root().replace("/files/", "/trashbin/") + "/trash");
        }

        void one() throws IOException {
            var name = "copy-" + number++;
            try (var connection = new Connection(target)) {
                copySeconds =
                        Math.max(copySeconds, seconds(() -> connection.store(target.copy("/tree/", "/" + name + "/"))));
                verify(connection, name, 200);
                var second = System.currentTimeMillis() / 1000;
                deleteSeconds = Math.max(
                        deleteSeconds,
                        seconds(() -> connection.expect(204, target.delete("/" + name + "/"), BodySink.FORGET)));
                verify(connection, name, 404);
                restoreSeconds = Math.max(restoreSeconds, seconds(() -> restore(connection, name, second)));
                verify(connection, name, 200);
                connection.expect(204, target.delete("/" + name + "/"), BodySink.FORGET);
            }
        }

        /** What was deleted is called by its name and the second, which may be the next by the server's clock. */
        private void restore(Connection connection, String name, long second) throws IOException {
            var destination = trash.destination(trash.root().replaceAll("/trash$", "/restore") + "/" + name);
            for (long at = second; at <= second + 1; at++) {
                var request = trash.request("MOVE", "/" + name + ".d" + at, destination, Content.NONE);
                var status = connection.exchange(request, BodySink.FORGET).status();
                if (status == 201) {
                    return;
                }
                if (status != 404) {
                    throw new WrongAnswer("restoring: " + status + " instead of 201");
                }
            }
            throw new WrongAnswer("what was deleted is not in the trash bin");
        }

        private void verify(Connection connection, String name, int status) throws IOException {
            var last = LEAF_FILES - 1;
            var request = target.get(Tree.file(leaf("/" + name, LEAVES - 1), last));
            if (status == 200) {
                connection.verify(request, Tree.small(last));
            } else {
                connection.expect(status, request, BodySink.FORGET);
            }
        }

        private static double seconds(Step step) throws IOException {
            var began = System.nanoTime();
            step.run();
            return (System.nanoTime() - began) / 1e9;
        }

        private interface Step {
            void run() throws IOException;
        }
    }
}
