package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.growth.Shape;
import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Target;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Row 15: PUT into a folder, and PROPFIND of depth 0 on it, when it has 10 members and when it has a great many; on a server of its own, once. */
final class WideFolder implements Row {

    private static final int FEW = 10;
    private static final int CONNECTIONS = 4;
    private static final String MANY = "many";
    /** A prime, so that each request goes to another place than the one before. */
    private static final long STEP = 7919;

    @Override
    public String number() {
        return "15";
    }

    @Override
    public String title() {
        return "folder of 10 and of many entries, 4 connections";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER);
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, FewAndMany.ratio("PROPFIND", MANY), 1.3),
                new Goal.AtMost(COFFER, FewAndMany.ratio("PUT", MANY), 1.3));
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        try (var own = GrownCoffer.start(scale, "wide")) {
            own.grow(store -> {
                store.addFolder("narrow", FEW);
                store.addFolder("wide", scale.widens());
            });
            var target = own.target();
            verify(target, scale.widens());
            var few = new FewAndMany.Side("few", target, requests(target, "/narrow", FEW));
            var many = new FewAndMany.Side(MANY, target, requests(target, "/wide", scale.widens()));
            return new FewAndMany(List.of(few, many), scale, CONNECTIONS)
                    .measure()
                    .with(new Metric("entries", ""), scale.widens());
        }
    }

    private static void verify(Target target, int entries) throws IOException {
        try (var connection = new Connection(target)) {
            Multistatus.count(connection, target.propfind("/wide/", 1, Multistatus.POLL), entries + 1);
            var last = entries - 1;
            connection.verify(target.get(Tree.file("/wide", last)), Tree.small(last % Shape.LEAF));
        }
    }

    /** Members are replaced, so that a narrow folder stays narrow. */
    private static Map<String, Load.Work> requests(Target target, String folder, int entries) {
        var propfind = target.propfind(folder + "/", 0, Multistatus.POLL);
        var requests = new LinkedHashMap<String, Load.Work>();
        requests.put("PROPFIND", (connection, _, _) -> Multistatus.measure(connection, propfind));
        requests.put("PUT", (connection, worker, number) -> {
            var file = (int) ((number * STEP + worker * 31L) % entries);
            connection.store(target.put(Tree.file(folder, file), Tree.small(number)));
        });
        return requests;
    }
}
