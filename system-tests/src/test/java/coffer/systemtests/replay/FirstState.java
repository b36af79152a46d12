package coffer.systemtests.replay;

import coffer.systemtests.replay.Message.Body;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must have been there when a session began, read off its own answers: what was listed, fetched, overwritten, moved or removed before
 * the session itself had made it. Content that no answer shows is made up, of the right length; a folder that is larger than what is
 * known of it gets a file with the rest.
 */
final class FirstState {

    /** One file or folder; of a folder only {@code size} can be known. Unknown sizes and times are negative. */
    static final class Node {
        private boolean folder;
        private boolean listed;
        private long size = -1;
        private @Nullable Instant time;
        private @Nullable String checksum;
        private @Nullable Body body;

        boolean isFolder() {
            return folder;
        }

        /** Its content: what was recorded, else made up. */
        byte[] content(String path) {
            return body != null ? Stored.content(body, path) : Stored.filling(path, size < 0 ? 1 : size);
        }

        Optional<Instant> time() {
            return Optional.ofNullable(time);
        }

        /** The sum that the recording shows; of a made-up content another one is the right one. */
        Optional<String> checksum() {
            return Optional.ofNullable(checksum);
        }
    }

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();

    /** Where a moved or copied file was at first. */
    private final Map<String, String> origins = new TreeMap<>();

    private FirstState() {}

    /** By decoded path, folders before what is in them. */
    static Map<String, Node> of(Recording recording) {
        var state = new FirstState();
        recording.exchanges().stream().filter(exchange -> !exchange.copied()).forEach(state::look);
        state.addUnlisted();
        var found = new LinkedHashMap<>(state.nodes);
        found.remove(Paths.FILES);
        return found;
    }

    private void look(Exchange exchange) {
        var path = exchange.path();
        switch (Asked.of(exchange)) {
            case USER -> lookAtUser(exchange);
            case BULK -> lookAtBulk(exchange);
            default -> {}
        }
        boolean assembles = Paths.isFileOrFolder(exchange.destination())
                && exchange.method().equals("MOVE");
        if (!Paths.isFileOrFolder(path) && !path.equals(Paths.FILES) && !assembles) {
            return;
        }
        switch (exchange.method()) {
            case "PROPFIND" -> lookAtListing(exchange);
            case "GET", "HEAD" -> lookAtFile(exchange);
            case "PUT", "MKCOL", "DELETE", "PROPPATCH" -> lookAtChange(exchange);
            case "MOVE", "COPY" -> lookAtTransfer(exchange);
            case "LOCK", "UNLOCK" -> node(path, false);
            default -> {}
        }
    }

    /** Says how much the account holds. */
    private void lookAtUser(Exchange exchange) {
        var used = exchange.answer()
                .map(answer -> Members.of(answer.body()).get("/ocs/data/quota/used"))
                .orElse(null);
        var root = used == null ? null : node(Paths.FILES, true);
        if (used != null && root != null && root.size < 0) {
            root.size = Long.parseLong(used);
        }
    }

    /** Makes files in folders that are there; a file that is there has been listed before. */
    private void lookAtBulk(Exchange exchange) {
        var answer = Members.of(exchange.answer().orElseThrow().body());
        for (var file : BulkBody.files(exchange.request().body().shown().getBytes(StandardCharsets.UTF_8))
                .keySet()) {
            if (!"true".equals(answer.get("/" + file.substring(Paths.FILES.length()) + "/error"))) {
                node(Paths.parent(file), true);
                touched.add(file);
                origins.remove(file);
            }
        }
    }

    private void lookAtListing(Exchange exchange) {
        if (exchange.status() != 207) {
            return;
        }
        var body = exchange.answer().orElseThrow().body();
        for (var resource : body.isWhole() ? Listing.of(body.shown()) : Listing.ofCut(body.shown())) {
            var node = node(resource.path(), resource.isCollection());
            var origin = nodes.get(origins.getOrDefault(resource.path(), ""));
            if (node == null && origin != null) {
                describe(origin, resource);
            } else if (node != null) {
                node.listed |= resource.path().equals(exchange.path()) && isDeep(exchange) && body.isWhole();
                describe(node, resource);
            }
        }
    }

    private static boolean isDeep(Exchange exchange) {
        return !exchange.request().header("Depth").orElse("1").equals("0");
    }

    private static void describe(Node node, Listing.Resource resource) {
        for (var property : List.of("d:getcontentlength", "oc:size", "d:quota-used-bytes")) {
            var size = resource.found(property);
            if (size != null && node.size < 0) {
                node.size = Long.parseLong(size);
            }
        }
        var time = resource.found("d:getlastmodified");
        if (time != null && node.time == null) {
            node.time = time(time);
        }
        var checksums = resource.found("oc:checksums");
        if (checksums != null && !checksums.isEmpty() && node.checksum == null) {
            node.checksum = checksums.replaceAll("<[^>]*>", "");
        }
    }

    private void lookAtFile(Exchange exchange) {
        if (exchange.status() != 200 || exchange.target().endsWith("/")) {
            return;
        }
        var node = node(exchange.path(), false);
        if (node == null) {
            return;
        }
        var answer = exchange.answer().orElseThrow();
        var length = answer.body().isWhole() ? answer.body().shown().getBytes(StandardCharsets.UTF_8).length : 0;
        node.size = answer.header("Content-Length").map(Long::parseLong).orElse((long) length);
        answer.header("Last-Modified").ifPresent(time -> node.time = time(time));
        answer.header("OC-Checksum").ifPresent(sum -> node.checksum = sum);
        if (exchange.method().equals("GET")) {
            node.body = answer.body();
        }
    }

    private void lookAtChange(Exchange exchange) {
        var path = exchange.path();
        if (exchange.status() == 201) {
            node(Paths.parent(path), true);
            touched.add(path);
        } else if (exchange.status() == 405) {
            node(path, true);
        } else if (exchange.succeeded()) {
            node(path, exchange.target().endsWith("/"));
            touched.add(path);
            origins.remove(path);
        }
    }

    private void lookAtTransfer(Exchange exchange) {
        boolean overwriteRefused = exchange.status() == 412;
        if (!exchange.succeeded() && !overwriteRefused) {
            return;
        }
        boolean folder = exchange.target().endsWith("/");
        node(exchange.path(), folder);
        node(Paths.parent(exchange.destination()), true);
        if (exchange.status() != 201) {
            node(exchange.destination(), folder);
        }
        if (exchange.succeeded()) {
            touched.add(exchange.destination());
            origins.put(exchange.destination(), origins.getOrDefault(exchange.path(), exchange.path()));
            if (exchange.method().equals("MOVE")) {
                touched.add(exchange.path());
            }
        }
    }

    /** The node at a path that the session has not touched yet, with the folders above it; null if it has. */
    private @Nullable Node node(String path, boolean folder) {
        if (!path.startsWith(Paths.FILES)
                || touched.stream().anyMatch(each -> each.equals(path) || Paths.isBelow(path, each))) {
            return null;
        }
        if (!path.equals(Paths.FILES)) {
            node(Paths.parent(path), true);
        }
        var node = nodes.computeIfAbsent(path, _ -> new Node());
        node.folder |= folder;
        return node;
    }

    private void addUnlisted() {
        for (var folder : new TreeMap<>(nodes).descendingMap().entrySet()) { // what is deeper first
            if (folder.getValue().folder && !folder.getValue().listed && folder.getValue().size >= 0) {
                long missing = folder.getValue().size - known(folder.getKey());
                if (missing > 0) {
                    var rest = new Node();
                    rest.size = missing;
                    nodes.put(folder.getKey() + "/unlisted", rest);
                }
            }
        }
    }

    private long known(String folder) {
        return nodes.entrySet().stream()
                .filter(node -> Paths.isBelow(node.getKey(), folder) && !node.getValue().folder)
                .mapToLong(node -> node.getValue().content(node.getKey()).length)
                .sum();
    }

    private static Instant time(String date) {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
