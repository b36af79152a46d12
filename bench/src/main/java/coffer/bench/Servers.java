package coffer.bench;

import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The servers of a run, which end with it however it ends, SIGINT and SIGTERM included. */
final class Servers implements AutoCloseable {

    private final List<Server> started = new ArrayList<>();
    private final Consumer<String> problems;

    Servers(Consumer<String> problems) {
        this.problems = problems;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-servers"));
    }

    synchronized void add(Server server) {
        started.add(server);
    }

    synchronized List<Server> all() {
        return List.copyOf(started);
    }

    /** Ends them, the last one first. A second call does nothing. */
    @Override
    public synchronized void close() {
        Collections.reverse(started);
        for (var server : started) {
            try {
                server.close();
            } catch (IOException e) {
                problems.accept(server.kind() + " did not end: " + e + "\n");
            }
        }
        started.clear();
    }
}
