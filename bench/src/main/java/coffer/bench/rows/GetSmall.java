package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.Load;
import coffer.bench.load.Request;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Row 6: GET of 1,000 files of 4 KiB; each answer is compared. */
final class GetSmall implements Row {

    private static final int CONNECTIONS = 16;
    private static final int FILES = 1_000;
    /** A prime, so that each connection comes to all files, in an order in which they were not stored. */
    private static final int STEP = 617;

    private static final String FOLDER = "/row-6";

    @Override
    public String number() {
        return "6";
    }

    @Override
    public String title() {
        return "GET 4 KiB, 16 connections";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtLeastTimes(COFFER, Metric.RATE, 0.8, APACHE), new Goal.AtMost(COFFER, Metric.CPU, 70));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.fill(server.target(), FOLDER, FILES);
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var target = server.target();
        List<Request> requests = IntStream.range(0, FILES)
                .mapToObj(file -> target.get(Tree.file(FOLDER, file)))
                .toList();
        Load.Work work = (connection, worker, number) -> {
            var file = (int) ((worker * 61L + (long) number * STEP) % FILES);
            connection.verify(requests.get(file), Tree.small(file));
        };
        WarmUp.under(scale.warmUp(round), target, CONNECTIONS, work);
        return Meter.figures(Meter.metered(server, () -> Load.during(scale.time(), target, CONNECTIONS, work)));
    }
}
