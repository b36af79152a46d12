package coffer.systemtests.replay;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the files and chunks hold, by decoded path, as requests that succeed change it. */
final class Contents {

    private final Map<String, Stored> files = new TreeMap<>();

    Optional<Stored> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    void put(String path, Stored stored) {
        files.put(path, stored);
    }

    /** The chunks of an upload, joined in the order of their names. */
    byte[] assembled(String upload) {
        var joined = new ByteArrayOutputStream();
        files.forEach((path, chunk) -> {
            if (Paths.isBelow(path, upload)) {
                joined.writeBytes(chunk.content());
            }
        });
        return joined.toByteArray();
    }

    /** Does what a request did that succeeded; {@code body} is what was sent with it. */
    void apply(Exchange exchange, byte[] body) {
        boolean timeSaid = exchange.request().header("X-OC-MTime").isPresent();
        var path = exchange.path();
        switch (exchange.method()) {
            case "PUT" -> files.put(path, new Stored(body, timeSaid));
            case "POST" -> BulkBody.files(body).forEach((file, content) -> files.put(file, new Stored(content, true)));
            case "DELETE" -> remove(path);
            case "COPY" -> transfer(path, exchange.destination());
            case "MOVE" -> {
                if (path.endsWith("/.file")) {
                    var upload = Paths.parent(path);
                    files.put(exchange.destination(), new Stored(assembled(upload), timeSaid));
                    remove(upload);
                } else {
                    transfer(path, exchange.destination());
                    remove(path);
                }
            }
            default -> {}
        }
    }

    private void transfer(String from, String to) {
        remove(to);
        for (var file : Map.copyOf(files).entrySet()) {
            if (file.getKey().equals(from) || Paths.isBelow(file.getKey(), from)) {
                files.put(to + file.getKey().substring(from.length()), file.getValue());
            }
        }
    }

    private void remove(String path) {
        files.keySet().removeIf(each -> each.equals(path) || Paths.isBelow(each, path));
    }
}
