package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.locks.FileLockType;
import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What other programs of an account say about trash bin, versions and locks, in the words of the stock clients. */
record KeepingCalls(DavClient dav, String user) {

    String trashPath() {
        return "/remote.php/dav/trashbin/" + user + "/trash";
    }

    /** Where the versions of a file are. */
    String versionsPath(String path) throws IOException {
        return "/remote.php/dav/versions/" + user + "/versions/" + id(path);
    }

    private String id(String path) throws IOException {
        return dav.list(dav.filesRoot() + path, 0).getFirst().property("fileid");
    }

    /** What is in the trash bin, sorted by where it was. */
    List<DavClient.Resource> trash() throws IOException {
        var properties = """
                <d:resourcetype/><d:getcontentlength/><oc:size/><nc:trashbin-filename/><nc:trashbin-original-location/>
                <nc:trashbin-deletion-time/>""";
        return dav.list(trashPath(), 1, properties).stream()
                .skip(1)
                .sorted(Comparator.comparing(item -> item.property("trashbin-original-location")))
                .toList();
    }

    /** The paths of a file's versions, the newest first. */
    List<String> versions(String path) throws IOException {
        return dav.list(versionsPath(path), 1).stream()
                .skip(1)
                .map(DavClient.Resource::href)
                .toList();
    }

    String content(String path) throws IOException {
        var answer = dav.send("GET", path, Map.of(), BodyPublishers.noBody());
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.text();
    }

    /** Restores something from the trash bin, or a version. */
    void bringBack(String path) throws IOException {
        var destination = path.replaceFirst("/" + user + "/.*", "/" + user + "/restore/target");
        var headers = Map.of("Destination", destination, "Overwrite", "T");
        var answer = dav.send("MOVE", path, headers, BodyPublishers.noBody());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** Locks a file as RFC 4918 has it, and returns the token. */
    String lock(String path) throws IOException {
        var body = """
                <d:lockinfo xmlns:d="DAV:"><d:lockscope><d:exclusive/></d:lockscope>
                <d:locktype><d:write/></d:locktype></d:lockinfo>""";
        var headers = Map.of("Content-Type", "application/xml");
        var answer = dav.send("LOCK", dav.filesRoot() + path, headers, BodyPublishers.ofString(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.header("Lock-Token").orElseThrow();
    }

    void unlock(String path, String token) throws IOException {
        var headers = Map.of("Lock-Token", token);
        var answer = dav.send("UNLOCK", dav.filesRoot() + path, headers, BodyPublishers.noBody());
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    /** Locks ({@code PUT}) or unlocks ({@code DELETE}) a file as the application {@code files_lock} has it. */
    void fileLock(String method, String path, FileLockType type) throws IOException {
        var headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        var form = BodyPublishers.ofString("lockType=" + type.number());
        var answer = dav.send(method, "/ocs/v2.php/apps/files_lock/lock/" + id(path), headers, form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
