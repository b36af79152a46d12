package coffer.bench.servers;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Target;
import coffer.bench.process.ProcessTree;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server that runs already, named by its address. Everything happens in a collection that is made first and removed at the end. Its
 * processor time and memory show only if its processes are named too, and only on this machine.
 */
public final class Running implements Server {

    private static final String FILES = "/remote.php/dav/files/";

    private final Target above;
    private final String collection;
    private final ProcessTree processes;
    private final String user;
    private final String password;

    private Running(Target above, String collection, ProcessTree processes, String user, String password) {
        this.above = above;
        this.collection = collection;
        this.processes = processes;
        this.user = user;
        this.password = password;
    }

    /**
     * Makes the collection.
     *
     * @param address of a collection, {@code http} only: TLS would measure TLS
     * @param pids the first processes of the server and of what belongs to it; may be empty
     */
    public static Running at(URI address, String user, String password, List<Long> pids) throws IOException {
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw new IOException("not an address that begins with http://: " + address);
        }
        var path = Optional.ofNullable(address.getRawPath()).orElse("").replaceAll("/+$", "");
        var open = Target.open(address.getHost(), address.getPort() < 0 ? 80 : address.getPort(), path);
        var target = user.isEmpty() ? open : open.as(user, password);
        var collection = "/coffer-bench-" + ProcessHandle.current().pid();
        try (var connection = new Connection(target)) {
            connection.expect(201, target.makeCollection(collection + "/"), BodySink.FORGET);
        }
        return new Running(target, collection, ProcessTree.of(pids.toArray(Long[]::new)), user, password);
    }

    @Override
    public Kind kind() {
        return Kind.URL;
    }

    @Override
    public Target target() {
        return above.at(above.root() + collection);
    }

    @Override
    public Optional<Target> uploads() {
        var at = above.root().indexOf(FILES);
        if (at < 0) {
            return Optional.empty();
        }
        var user = Arrays.asList(above.root().substring(at + FILES.length()).split("/", -1))
                .getFirst();
        return Optional.of(above.at(above.root().substring(0, at) + "/remote.php/dav/uploads/" + user));
    }

    @Override
    public Optional<Login> login() {
        var at = above.root().indexOf(FILES);
        if (at < 0 || user.isEmpty()) {
            return Optional.empty();
        }
        var below = above.root().substring(at + FILES.length());
        var folder = below.contains("/") ? below.substring(below.indexOf('/')) : "";
        var address =
                "http://" + above.host() + ":" + above.port() + above.root().substring(0, at);
        return Optional.of(new Login(address, user, password, folder + collection));
    }

    @Override
    public ProcessTree processes() {
        return processes;
    }

    @Override
    public void close() throws IOException {
        try (var connection = new Connection(above)) {
            connection.store(above.delete(collection + "/"));
        }
    }
}
