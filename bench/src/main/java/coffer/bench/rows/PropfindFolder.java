package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.NGINX;

import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Request;
import coffer.bench.load.Target;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Row 2: PROPFIND of depth 1 on a folder of 1,000 files, with the desktop client's properties.
 *
 * <p>Listing a folder that changed: a file in it is replaced before each listing, and what the same replacing costs alone is taken off time
 * and processor time. Listing one that did not change is measured as it is.
 */
final class PropfindFolder implements Row {

    private static final int CONNECTIONS = 4;
    private static final int FILES = 1_000;
    private static final int MICROS_IN_MILLI = 1_000;

    private final boolean changed;

    PropfindFolder(boolean changed) {
        this.changed = changed;
    }

    @Override
    public String number() {
        return changed ? "2" : "2b";
    }

    @Override
    public String title() {
        return "PROPFIND depth 1, 1,000 files, desktop client's properties, " + (changed ? "changed" : "unchanged")
                + " folder, 4 connections";
    }

    @Override
    public Set<Kind> servers() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        if (!changed) {
            return List.of(new Goal.AtMost(COFFER, Metric.CPU, 0.4 * MICROS_IN_MILLI));
        }
        return List.of(
                new Goal.AtLeastTimes(COFFER, Metric.RATE, 5, APACHE),
                new Goal.AtLeastTimes(COFFER, Metric.RATE, 0.5, NGINX),
                new Goal.AtMost(COFFER, Metric.CPU, 3.0 * MICROS_IN_MILLI));
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.fill(server.target(), folder(), FILES);
    }

    private String folder() {
        return "/row-" + number();
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var target = server.target();
        var request = target.propfind(folder() + "/", 1, Multistatus.DESKTOP);
        long length;
        try (var connection = new Connection(target)) {
            length = Multistatus.count(connection, request, FILES + 1);
        }
        Load.Work list = (connection, _, _) -> Multistatus.measure(connection, request, length);
        WarmUp.under(scale.warmUp(round), target, CONNECTIONS, list);
        return changed ? changed(server, scale, list) : unchanged(server, scale, list);
    }

    private static Figures unchanged(Server server, Scale scale, Load.Work list) throws IOException {
        return Meter.figures(
                Meter.metered(server, () -> Load.during(scale.time(), server.target(), CONNECTIONS, list)));
    }

    private Figures changed(Server server, Scale scale, Load.Work list) throws IOException {
        var target = server.target();
        Load.Work both = (connection, worker, number) -> {
            connection.store(replacing(target, worker, number));
            list.once(connection, worker, number);
        };
        var listed = Meter.metered(server, () -> Load.during(scale.time(), target, CONNECTIONS, both));
        var times = Math.max(1, listed.outcome().requests() / CONNECTIONS);
        var replaced = Meter.metered(
                server,
                () -> Load.times(
                        times,
                        target,
                        CONNECTIONS,
                        (connection, worker, number) -> connection.store(replacing(target, worker, number))));
        double count = listed.outcome().requests();
        var scaled = count / replaced.outcome().requests();
        return new Figures()
                .with(
                        Metric.RATE,
                        count / (listed.outcome().seconds() - replaced.outcome().seconds() * scaled))
                .with(Metric.CPU, (listed.cpuSeconds() - replaced.cpuSeconds() * scaled) * 1e6 / count);
    }

    private Request replacing(Target target, int worker, int number) {
        return target.put(Tree.file(folder(), worker), Tree.small(number));
    }
}
