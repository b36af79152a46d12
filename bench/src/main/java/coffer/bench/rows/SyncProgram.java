package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.COFFER_PG;
import static coffer.bench.servers.Kind.URL;

import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Login;
import coffer.bench.servers.Nextcloudcmd;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** Row 20: the stock sync client takes 2,000 files of 4 KiB in 100 folders up, and down into an empty folder. */
final class SyncProgram implements Row {

    private static final int FOLDERS = 100;
    private static final int FILES_IN_EACH = 20;
    private static final double GOAL_SHARE = 0.15;

    @Override
    public String number() {
        return "20";
    }

    @Override
    public String title() {
        return "nextcloudcmd, 2,000 files of 4 KiB in 100 folders (server's share: its CPU by the wall time)";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER, COFFER_PG, URL);
    }

    @Override
    public boolean suits(Server server) {
        return servers().contains(server.kind()) && server.login().isPresent();
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, share("up"), GOAL_SHARE), new Goal.AtMost(COFFER, share("down"), GOAL_SHARE));
    }

    private static Metric share(String way) {
        return new Metric("share " + way, "");
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-20");
        measure(server, scale, -1); // warms up; the client's own start counts in each round
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var login = server.login().orElseThrow();
        var remote = "/row-20/round-" + (round + 1);
        Tree.makeFolder(server.target(), remote);
        var home = Files.createTempDirectory(scale.home(), "sync");
        var here = Files.createDirectory(home.resolve("here"));
        var there = Files.createDirectory(home.resolve("there"));
        make(here, round);
        var figures = new Figures();
        sync(server, login, remote, here, "up", figures);
        sync(server, login, remote, there, "down", figures);
        verify(there, round);
        return figures;
    }

    private static void sync(Server server, Login login, String remote, Path folder, String way, Figures figures)
            throws IOException {
        var client = new Nextcloudcmd(folder.resolveSibling("home-" + way));
        var synced = Meter.metered(server, () -> {
            var began = System.nanoTime();
            client.sync(login, remote, folder);
            return (System.nanoTime() - began) / 1e9;
        });
        figures.with(new Metric(way, "s"), synced.outcome())
                .with(new Metric("CPU " + way, "s"), synced.cpuSeconds())
                .with(share(way), synced.cpuSeconds() / synced.outcome());
    }

    private static Path file(Path top, int number) {
        return top.resolve("folder " + number / FILES_IN_EACH).resolve("file " + number + ".dat");
    }

    private static int seed(int number, int round) {
        return (round + 1) * FOLDERS * FILES_IN_EACH + number;
    }

    private static void make(Path top, int round) throws IOException {
        for (int number = 0; number < FOLDERS * FILES_IN_EACH; number++) {
            var file = file(top, number);
            Files.createDirectories(file.getParent());
            try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(Tree.small(seed(number, round)).from(0));
            }
        }
    }

    private static void verify(Path top, int round) throws IOException {
        for (int number = 0; number < FOLDERS * FILES_IN_EACH; number++) {
            var file = file(top, number);
            var came = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (!ByteBuffer.wrap(came).equals(Tree.small(seed(number, round)).from(0))) {
                throw new WrongAnswer(file.getFileName() + " did not come as it went");
            }
        }
    }
}
