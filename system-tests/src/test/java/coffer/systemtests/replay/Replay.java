package coffer.systemtests.replay;

import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One session, said again. */
final class Replay {

    /** Where a client sends the person who wants to connect it. */
    private static final String FLOW = "/login/v2/flow/";

    private Replay() {}

    /** Puts the server into the state in which the session began, says its requests in their order, and returns what differs. */
    static List<Difference> of(Recording recording, ServerProcess server) throws IOException {
        var learnt = new Learnt();
        var contents = new Contents();
        var player = new Player(server.address(), learnt, contents);
        var appPassword = OcsCalls.appPassword(server.address(), Paths.USER, House.PASSWORD);
        player.setSecret("{password}", House.PASSWORD);
        player.setSecret("{app-password}", appPassword);
        House.setGroup(server, recording.client() == Client.CURL);
        try (var alice = new DavClient(server.address(), Paths.USER, appPassword)) {
            House.empty(alice);
            House.furnish(alice, FirstState.of(recording), contents, learnt);
        }
        var comparator = new Comparator(recording.client(), learnt, contents, player::withOurAddress);
        var locks = new TreeMap<String, String>();
        var person = new Person(server.address());
        for (var exchange : recording.exchanges()) {
            if (exchange.target().startsWith(FLOW)) {
                person.letIn(player.inOurWords(exchange.target()));
            } else if (Sessions.isSent(recording.name(), exchange)) {
                var body = player.body(exchange);
                var answer = player.play(exchange, body);
                if (answer.status() >= 200 && answer.status() < 300) {
                    contents.apply(exchange, body);
                }
                comparator.compare(exchange, answer);
                answer.header("Lock-Token").ifPresent(token -> locks.put(token, exchange.target()));
            }
        }
        release(server, appPassword, locks);
        return comparator.differences();
    }

    /** Locks that the recorded server did not give must not hinder the next session. */
    private static void release(ServerProcess server, String appPassword, Map<String, String> locks)
            throws IOException {
        try (var alice = new DavClient(server.address(), Paths.USER, appPassword)) {
            for (var lock : locks.entrySet()) {
                alice.send("UNLOCK", lock.getValue(), Map.of("Lock-Token", lock.getKey()), BodyPublishers.noBody());
            }
        }
    }
}
