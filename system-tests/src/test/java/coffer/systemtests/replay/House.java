package coffer.systemtests.replay;

import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import coffer.systemtests.replay.FirstState.Node;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The recorded server's accounts, and the files with which a session begins. */
final class House {

    static final String PASSWORD = "what-the-recordings-call-password";

    private House() {}

    /** Accounts alice, who is in the group staff, and bob. */
    static void addAccounts(ServerProcess server) throws IOException {
        try (var admin = server.admin()) {
            OcsCalls.createUser(admin, Paths.USER, PASSWORD);
            OcsCalls.createUser(admin, "bob", PASSWORD);
            form(admin, "/ocs/v2.php/cloud/groups", "groupid=staff");
        }
    }

    /** Whether alice is in the group, which she was in the later sessions only. */
    static void setGroup(ServerProcess server, boolean member) throws IOException {
        try (var admin = server.admin()) {
            admin.send(
                    member ? "POST" : "DELETE",
                    "/ocs/v2.php/cloud/users/" + Paths.USER + "/groups",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    BodyPublishers.ofString("groupid=staff"));
        }
    }

    private static void form(DavClient admin, String path, String form) throws IOException {
        var answer = admin.send(
                "POST",
                path,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                BodyPublishers.ofString(form));
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer);
        }
    }

    /** Removes everything that an earlier session has left. */
    static void empty(DavClient alice) throws IOException {
        for (var root : List.of(alice.filesRoot(), alice.uploadsRoot())) {
            for (var resource : alice.list(root, 1)) {
                if (!resource.href().equals(root + "/")) {
                    expect(
                            alice.send("DELETE", resource.href(), Map.of(), BodyPublishers.noBody()),
                            204,
                            resource.href());
                }
            }
        }
    }

    /** Puts there what a session needs, and tells what it holds. */
    static void furnish(DavClient alice, Map<String, Node> nodes, Contents contents, Learnt learnt) throws IOException {
        for (var node : nodes.entrySet()) {
            var path = node.getKey().substring(Paths.FILES.length());
            if (node.getValue().isFolder()) {
                expect(alice.makeCollection(path), 201, path);
            } else {
                var content = node.getValue().content(node.getKey());
                expect(alice.put(path, content, headers(node.getValue(), content, learnt)), 201, path);
                contents.put(
                        node.getKey(),
                        new Stored(content, node.getValue().time().isPresent()));
            }
        }
    }

    private static Map<String, String> headers(Node node, byte[] content, Learnt learnt) {
        var headers = new HashMap<String, String>();
        node.time().ifPresent(time -> headers.put("X-OC-MTime", Long.toString(time.getEpochSecond())));
        node.checksum().ifPresent(recorded -> {
            var ours = Stored.checksum(content);
            headers.put("OC-Checksum", ours);
            learnt.same("", recorded, ours);
        });
        return headers;
    }

    private static void expect(DavClient.Answer answer, int status, String path) {
        if (answer.status() != status) {
            throw new AssertionError(path + ": " + answer);
        }
    }
}
