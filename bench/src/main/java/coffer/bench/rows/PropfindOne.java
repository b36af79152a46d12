package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Row 1: PROPFIND of depth 0 on a folder, as clients poll. */
final class PropfindOne implements Row {

    private static final int CONNECTIONS = 16;
    private static final String FOLDER = "/row-1";

    @Override
    public String number() {
        return "1";
    }

    @Override
    public String title() {
        return "PROPFIND depth 0, 16 connections";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtLeastTimes(COFFER, Metric.RATE, 1.0, APACHE), new Goal.AtMost(COFFER, Metric.CPU, 80));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), FOLDER);
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var target = server.target();
        var request = target.propfind(FOLDER + "/", 0, Multistatus.POLL);
        long length;
        try (var connection = new Connection(target)) {
            length = Multistatus.count(connection, request, 1);
        }
        Load.Work work = (connection, _, _) -> Multistatus.measure(connection, request, length);
        WarmUp.under(scale.warmUp(round), target, CONNECTIONS, work);
        return Meter.figures(Meter.metered(server, () -> Load.during(scale.time(), target, CONNECTIONS, work)));
    }
}
