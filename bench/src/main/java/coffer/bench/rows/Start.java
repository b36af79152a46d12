package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.servers.Coffer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Row 17: from {@code ./coffer serve} on a directory that was used before to the first answer, three times in a round. */
final class Start implements Row {

    private static final int STARTS = 3;
    private static final Metric WALL = new Metric("start", "s");
    private static final Metric CPU = new Metric("CPU", "s");
    private static final Metric PSS = new Metric("PSS then", "MB");

    @Override
    public String number() {
        return "17";
    }

    @Override
    public String title() {
        return "start of a built server to its first answer (median of three)";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(new Goal.AtMost(COFFER, WALL, 1.5));
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var home = Files.createTempDirectory(scale.home(), "start");
        var wall = new double[STARTS];
        var cpu = new double[STARTS];
        var pss = new double[STARTS];
        try (var other = Coffer.onSqlite(scale.project(), home)) {
            for (int i = 0; i < STARTS; i++) {
                other.stop();
                var began = System.nanoTime();
                other.startAgain();
                wall[i] = (System.nanoTime() - began) / 1e9;
                cpu[i] = other.processes().cpuSeconds();
                pss[i] = other.processes().memory().pss() / 1e6;
            }
        }
        return new Figures().with(WALL, median(wall)).with(CPU, median(cpu)).with(PSS, median(pss));
    }

    private static double median(double[] three) {
        var sorted = three.clone();
        Arrays.sort(sorted);
        return sorted[STARTS / 2];
    }
}
