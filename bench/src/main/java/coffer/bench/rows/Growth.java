package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.growth.Shape;
import coffer.bench.load.Load;
import coffer.bench.load.Target;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Row 14: the same requests in an account of 10,000 files and in larger ones, each on a server of its own, in turn, once. */
final class Growth implements Row {

    private static final int FEW = 10_000;
    private static final int CONNECTIONS = 4;
    /** Primes, so that each request goes to another place than the one before. */
    private static final long LEAF_STEP = 7919;

    private static final long FILE_STEP = 37;

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
        var goals = new ArrayList<Goal>();
        for (var files : scale.growsTo()) {
            goals.add(new Goal.AtMost(COFFER, FewAndMany.ratio("PROPFIND", name(files)), 1.3));
            goals.add(new Goal.AtMost(COFFER, FewAndMany.ratio("GET", name(files)), 1.5));
            goals.add(new Goal.AtMost(COFFER, FewAndMany.ratio("PUT", name(files)), 1.5));
        }
        return goals;
    }

    private static String name(int files) {
        return files / 1_000_000 + " M";
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        if (round > 0) {
            return new Figures(); // once is long enough
        }
        var sides = new ArrayList<FewAndMany.Side>();
        try (var all = new Together()) {
            sides.add(all.side(scale, "few", FEW));
            for (var files : scale.growsTo()) {
                sides.add(all.side(scale, name(files), files));
            }
            return new FewAndMany(sides, scale, CONNECTIONS).measure();
        }
    }

    /** The servers of the row, one for each size. */
    private static final class Together implements AutoCloseable {
        private final List<GrownCoffer> servers = new ArrayList<>();

        FewAndMany.Side side(Scale scale, String name, int files) throws IOException {
            var shape = new Shape("/tree", files);
            var server = GrownCoffer.with(scale, "growth", shape);
            servers.add(server);
            return new FewAndMany.Side(name, server.target(), requests(server.target(), shape));
        }

        @Override
        public void close() throws IOException {
            for (var server : servers) {
                server.close();
            }
        }
    }

    private static Map<String, Load.Work> requests(Target target, Shape shape) {
        var requests = new LinkedHashMap<String, Load.Work>();
        requests.put("PROPFIND", (connection, worker, number) -> {
            var propfind = target.propfind(leaf(shape, worker, number) + "/", 0, Multistatus.POLL);
            Multistatus.measure(connection, propfind);
        });
        requests.put("GET", (connection, worker, number) -> {
            var file = (int) (number * FILE_STEP % Shape.LEAF);
            connection.verify(target.get(Tree.file(leaf(shape, worker, number), file)), Tree.small(file));
        });
        // The content that is there already, so that the account stays as it is.
        requests.put("PUT", (connection, worker, number) -> {
            var file = (int) (number * FILE_STEP % Shape.LEAF);
            connection.store(target.put(Tree.file(leaf(shape, worker, number), file), Tree.small(file)));
        });
        return requests;
    }

    private static String leaf(Shape shape, int worker, int number) {
        return shape.leaf((int) ((number * LEAF_STEP + worker * 31L) % shape.leaves()));
    }
}
