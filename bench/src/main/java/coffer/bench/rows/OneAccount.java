package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER_PG;

import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Row 21: 16 parallel PUTs into one account on PostgreSQL, against one after the other: alone, each request is a transaction of its own,
 * so the ratio shows what grouping them is worth.
 */
final class OneAccount implements Row {

    private static final int CONNECTIONS = 16;
    private static final Metric ALONE = new Metric("rate of 1 connection", "/s");
    private static final Metric RATIO = new Metric("16 connections/1", "");

    @Override
    public String number() {
        return "21";
    }

    @Override
    public String title() {
        return "PUT 4 KiB into one account on PostgreSQL, 16 connections";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER_PG);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(new Goal.AtLeast(COFFER_PG, RATIO, 4));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-21");
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var folder = "/row-21/round-" + round;
        PutSmall.Puts.into(server.target(), folder + "-warm", CONNECTIONS).warmUp(scale.warmUp(round));
        var alone = PutSmall.Puts.into(server.target(), folder + "-alone", 1).during(scale.time());
        var puts = PutSmall.Puts.into(server.target(), folder, CONNECTIONS);
        var together = Meter.metered(server, () -> puts.during(scale.time()));
        puts.verify(5);
        return Meter.figures(together)
                .with(ALONE, alone.perSecond())
                .with(RATIO, together.outcome().perSecond() / alone.perSecond());
    }
}
