package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the server really shows of a folder, or of something in the trash bin: every member listed, every file fetched. */
final class SeenTree {

    private static final class Seen {
        final DavClient.Resource resource;
        final byte[] content;
        /** What it contained before; null where that cannot be asked. */
        final @Nullable List<byte[]> former;

        Seen(DavClient.Resource resource, byte[] content, @Nullable List<byte[]> former) {
            this.resource = resource;
            this.content = content;
            this.former = former;
        }

        String etag() {
            return resource.property("getetag");
        }
    }

    private static final byte[] NO_CONTENT = {};

    private final DavClient.Resource top;
    private final SortedMap<String, Seen> seen = new TreeMap<>();

    private SeenTree(DavClient.Resource top) {
        this.top = top;
    }

    /** Reads the folder, which must exist, with everything below it and the versions of all files. */
    static SeenTree read(DavClient dav, String folder) throws IOException {
        var root = dav.filesRoot() + folder;
        var listed = dav.list(root, 0);
        if (listed.isEmpty()) {
            throw new AssertionError("the folder " + folder + " was acknowledged and is gone");
        }
        var tree = new SeenTree(listed.getFirst());
        tree.descend(dav, root, "", true);
        return tree;
    }

    /** Reads something listed in the trash bin, itself under the empty path. Nobody can ask for versions there. */
    static SeenTree at(DavClient dav, DavClient.Resource item) throws IOException {
        var tree = new SeenTree(item);
        tree.see(dav, withoutSlash(item.href()), "", item, false);
        return tree;
    }

    private void descend(DavClient dav, String root, String path, boolean versions) throws IOException {
        var listed = dav.list(root + path, 1);
        for (var member : listed.subList(1, listed.size())) {
            var name = withoutSlash(member.href());
            see(dav, root, path + name.substring(name.lastIndexOf('/')), member, versions);
        }
    }

    private void see(DavClient dav, String root, String path, DavClient.Resource member, boolean versions)
            throws IOException {
        if (member.collection()) {
            seen.put(path, new Seen(member, NO_CONTENT, null));
            descend(dav, root, path, versions);
        } else {
            var former = versions ? Versions.contents(dav, member) : null;
            seen.put(path, new Seen(member, fetch(dav, root + path, member), former));
        }
    }

    private static String withoutSlash(String href) {
        return href.substring(0, href.endsWith("/") ? href.length() - 1 : href.length());
    }

    private static byte[] fetch(DavClient dav, String path, DavClient.Resource listed) throws IOException {
        var answer = dav.send("GET", path, Map.of(), BodyPublishers.noBody()).expect("GET of the listed " + path, 200);
        if (!answer.header("etag").equals(Optional.of(listed.property("getetag")))) {
            throw new AssertionError(
                    "listing and GET disagree on the entity tag of " + path + ": " + listed + ", " + answer.headers());
        }
        return answer.body();
    }

    String etag() {
        return top.property("getetag");
    }

    /** Returns the first difference in names, bytes, versions, sizes or known entity tags, in words; empty when there is none. */
    Optional<String> differenceTo(Tree expected) {
        var paths = new TreeSet<>(seen.keySet());
        paths.addAll(expected.nodes().keySet());
        for (var path : paths) {
            var there = seen.get(path);
            var wanted = expected.node(path);
            if (there == null) {
                return Optional.of(path + " is missing");
            }
            if (wanted.isEmpty()) {
                return Optional.of(path + " should not be there");
            }
            var difference = difference(path, there, wanted.get(), expected);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return differs("the size of the whole", expected.sizeBytes(""), top.property("size"));
    }

    private static Optional<String> difference(String path, Seen there, Tree.Node wanted, Tree expected) {
        return switch (wanted) {
            case Tree.Folder _ ->
                there.resource.collection()
                        ? differs("the size of " + path, expected.sizeBytes(path), there.resource.property("size"))
                        : Optional.of(path + " should be a folder");
            case Tree.File file -> {
                if (there.resource.collection()) {
                    yield Optional.of(path + " should be a file");
                }
                if (!file.content().equalsBytes(there.content)) {
                    yield Optional.of(path + " has other bytes, " + there.content.length + " of them instead of "
                            + file.content().sizeBytes());
                }
                if (file.etag() != null && !file.etag().equals(there.etag())) {
                    yield Optional.of(
                            path + " has the entity tag " + there.etag() + ", acknowledged was " + file.etag());
                }
                var versions = there.former == null
                        ? Optional.<String>empty()
                        : Versions.difference(path, there.former, file.former());
                if (versions.isPresent()) {
                    yield versions;
                }
                yield differs(
                        "the listed size of " + path,
                        file.content().sizeBytes(),
                        there.resource.property("getcontentlength"));
            }
        };
    }

    private static Optional<String> differs(String what, long expected, String seen) {
        return seen.equals(Long.toString(expected))
                ? Optional.empty()
                : Optional.of(what + " is " + seen + " instead of " + expected);
    }

    /** Returns the tree, which equals this one, with the entity tags seen here. */
    Tree withEtags(Tree equal) {
        var nodes = new TreeMap<>(equal.nodes());
        nodes.replaceAll((path, node) -> node instanceof Tree.File file ? file.withEtag(etagOf(path)) : node);
        return new Tree(nodes);
    }

    private String etagOf(String path) {
        return Objects.requireNonNull(seen.get(path), path).etag();
    }
}
