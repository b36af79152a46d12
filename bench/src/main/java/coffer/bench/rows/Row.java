package coffer.bench.rows;

import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One row of the table of figures. A row keeps nothing between rounds but what it stored on the server, below a folder of its own, so rows
 * can be run alone and in any order.
 */
public interface Row {

    /** As in the table: {@code 1}, or {@code 2b} for a part of one. */
    String number();

    String title();

    /** The kinds of servers that can show it. */
    Set<Kind> servers();

    /** Whether this one can. */
    default boolean suits(Server server) {
        return servers().contains(server.kind());
    }

    List<Goal> goals(Scale scale);

    /** Whether it takes so long that it is measured in full runs only, and where it is asked for by number. */
    default boolean isLong() {
        return false;
    }

    /** Stores what the measurement needs; called once for each server. */
    default void prepare(Server server, Scale scale) throws IOException {}

    /** Measures one round, and fails with {@link coffer.bench.load.WrongAnswer} when the server did not do what it was asked. */
    Figures measure(Server server, Scale scale, int round) throws IOException;
}
