package coffer.bench.rows;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Content;
import coffer.bench.load.Request;
import coffer.bench.load.Target;
import coffer.bench.load.WrongAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the desktop client asks a server in each run, as recorded of 3.7.3: four questions about server and account, then the folders whose
 * entity tag is another one than before, from the root down.
 */
final class SyncWalk {

    private static final String OCS = "OCS-APIREQUEST: true\r\n";
    private static final String AGENT =
            "User-Agent: Mozilla/5.0 (Linux) mirall/3.7.3git (nextcloudcmd)\r\nAccept: */*\r\n";
    private static final int NOT_FOUND = 404;

    private final Connection connection;
    private final Target target;
    private final List<Request> greeting;
    private final Map<String, String> tags = new HashMap<>();
    private int requests;

    SyncWalk(Connection connection, Target target) {
        this.connection = connection;
        this.target = target;
        var top = target.at("");
        this.greeting = List.of(
                top.request("GET", "/status.php", AGENT, Content.NONE),
                top.request("GET", "/ocs/v1.php/cloud/capabilities?format=json", AGENT + OCS, Content.NONE),
                top.request("GET", "/ocs/v1.php/cloud/user?format=json", AGENT + OCS, Content.NONE),
                top.request(
                        "GET",
                        "/ocs/v2.php/apps/user_status/api/v1/user_status?format=json",
                        AGENT + OCS,
                        Content.NONE));
    }

    /** Learns the entity tags of all folders that lie at most so many levels below the root, and of their members. */
    void learn(int levels) throws IOException {
        learn(target.root() + "/", levels);
    }

    private void learn(String href, int levels) throws IOException {
        for (var member : list(href)) {
            tags.put(member.href(), member.tag());
            if (member.collection() && levels > 0) {
                learn(member.href(), levels - 1);
            }
        }
    }

    /** A whole run. Returns the number of requests. */
    int run() throws IOException {
        requests = 0;
        for (var request : greeting) {
            var status = connection.exchange(request, BodySink.FORGET).status();
            requests++;
            // Only the last one, a status that nobody has set, may be absent.
            if (status != 200 && !(status == NOT_FOUND && request.equals(greeting.getLast()))) {
                throw new WrongAnswer(request + ": " + status + " instead of 200");
            }
        }
        return requests + walk();
    }

    /** The second half of a run. Returns the number of requests. */
    int walk() throws IOException {
        requests = 0;
        visit(target.root() + "/");
        return requests;
    }

    private void visit(String href) throws IOException {
        for (var member : list(href)) {
            if (!member.tag().equals(tags.put(member.href(), member.tag())) && member.collection()) {
                visit(member.href());
            }
        }
    }

    /** The members, without the folder itself. */
    private List<Multistatus.Resource> list(String href) throws IOException {
        requests++;
        var answer = Multistatus.resources(connection, target.at("").propfind(href, 1, Multistatus.DESKTOP));
        return answer.subList(1, answer.size());
    }
}
