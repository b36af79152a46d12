package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions of a file as the server lists them, by the file's id. */
final class Versions {

    /** The server keeps the last one of each second, and of contents within one second the later ones count as later: all stay. */
    static final String KEEP_ALL = "ever/1s";

    private Versions() {}

    /** What it contained before, the newest first. The present content leads the list, under the file's own entity tag. */
    static List<DavClient.Resource> former(DavClient dav, DavClient.Resource file) throws IOException {
        var listed = dav.list(
                dav.versionsRoot() + "/versions/" + file.property("fileid"), 1, "<d:getetag/><d:getcontentlength/>");
        if (listed.size() < 2 || !listed.get(1).property("getetag").equals(file.property("getetag"))) {
            throw new AssertionError("the versions of " + file + " do not begin with its content: " + listed);
        }
        return listed.subList(2, listed.size());
    }

    /** The bytes of {@link #former}. */
    static List<byte[]> contents(DavClient dav, DavClient.Resource file) throws IOException {
        var contents = new ArrayList<byte[]>();
        for (var version : former(dav, file)) {
            var answer = dav.send("GET", version.href(), Map.of(), BodyPublishers.noBody());
            contents.add(
                    answer.expect("GET of the listed version " + version, 200).body());
        }
        return contents;
    }

    /** Returns the first difference, in words; empty when there is none. */
    static Optional<String> difference(String path, List<byte[]> seen, List<Content> expected) {
        if (seen.size() != expected.size()) {
            return Optional.of(path + " has " + seen.size() + " versions instead of " + expected.size());
        }
        for (int i = 0; i < seen.size(); i++) {
            if (!expected.get(i).equalsBytes(seen.get(i))) {
                return Optional.of("version " + i + " of " + path + " has other bytes, " + seen.get(i).length
                        + " of them instead of " + expected.get(i).sizeBytes());
            }
        }
        return Optional.empty();
    }

    /** Makes a former content the content again. */
    static DavClient.Answer restore(DavClient dav, DavClient.Resource version) throws IOException {
        var target = dav.destinationAt(dav.versionsRoot() + "/restore/target");
        return dav.send("MOVE", version.href(), target, BodyPublishers.noBody());
    }
}
