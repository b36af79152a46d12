package coffer.systemtests.replay;

import coffer.systemtests.replay.Message.Body;
import coffer.systemtests.replay.Message.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the recordings as their README describes them.
 *
 * <p>A pair that the recording dropped as equal to earlier ones stands in the index only. It is made again from the last pair of the same
 * method with the target that the index names.
 */
final class RecordingReader {

    private static final Pattern INDEXED =
            Pattern.compile("(\\d{3}) (\\S+) (\\S+) -> (.+?)(?:\\s{3}# .*?)?(\\s+\\(as before, dropped\\))?");
    private static final Pattern CUT = Pattern.compile("(?s)(.*)\\n\\[… (\\d+) bytes]\\s*");
    private static final Pattern BINARY = Pattern.compile("\\[(\\d+) bytes binary]\\s*");
    private static final String BETWEEN = "\n----\n";

    /** The one answer whose full body was recorded beside its cut one. */
    private static final String CAPABILITIES = "/cloud/capabilities?format=json";

    private final Path recordings;

    RecordingReader(Path recordings) {
        this.recordings = recordings;
    }

    Recording read(String session) throws IOException {
        var exchanges = new ArrayList<Exchange>();
        for (var line : Files.readAllLines(recordings.resolve(session).resolve("INDEX.txt"))) {
            var indexed = INDEXED.matcher(line);
            if (!indexed.matches()) {
                throw new IOException("not a line of an index: " + line);
            }
            var file = recordings.resolve(session).resolve(indexed.group(1) + ".http");
            if (Files.exists(file)) {
                exchanges.add(exchange(indexed.group(1), Files.readString(file)));
            } else {
                exchanges.add(copy(indexed.group(1), indexed.group(2), indexed.group(3), exchanges));
            }
        }
        return new Recording(session, List.copyOf(exchanges));
    }

    private static Exchange copy(String number, String method, String target, List<Exchange> earlier)
            throws IOException {
        var like = IntStream.iterate(earlier.size() - 1, index -> index >= 0, index -> index - 1)
                .mapToObj(earlier::get)
                .filter(exchange -> exchange.method().equals(method))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing before the dropped pair " + number + " is like it"));
        var request = like.request();
        var said = new Message(method + " " + target + " HTTP/1.1", request.headers(), request.body());
        return new Exchange(number, said, like.answer(), true);
    }

    private Exchange exchange(String number, String text) throws IOException {
        int between = text.indexOf(BETWEEN);
        var request = message(text.substring(0, between));
        var answered = text.substring(between + BETWEEN.length());
        if (answered.startsWith("(")) {
            return new Exchange(number, request, Optional.empty(), false);
        }
        var answer = message(answered);
        if (!answer.body().isWhole() && request.word(1).endsWith(CAPABILITIES)) {
            var full = Files.readString(
                    recordings.resolve("curl-7.88.1/01-status-capabilities/capabilities-authenticated.json"));
            answer = new Message(answer.startLine(), answer.headers(), new Body(full, 0));
        }
        return new Exchange(number, request, Optional.of(answer), false);
    }

    private static Message message(String text) {
        int blank = text.indexOf("\n\n");
        var head = (blank < 0 ? text.stripTrailing() : text.substring(0, blank))
                .lines()
                .toList();
        var headers = new ArrayList<Header>();
        for (var line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        var message = new Message(head.getFirst(), List.copyOf(headers), new Body("", 0));
        return new Message(
                message.startLine(), message.headers(), body(message, blank < 0 ? "" : text.substring(blank + 2)));
    }

    private static Body body(Message message, String text) {
        var binary = BINARY.matcher(text);
        if (binary.matches()) {
            return new Body("", Integer.parseInt(binary.group(1)));
        }
        var cut = CUT.matcher(text);
        if (cut.matches()) {
            return new Body(cut.group(1), Integer.parseInt(cut.group(2)));
        }
        return new Body(withItsLastLineBreak(message, text), 0);
    }

    /** A line break that ends the body cannot be told from one that the recording put there, but for the length. */
    private static String withItsLastLineBreak(Message message, String text) {
        int shown = text.getBytes(StandardCharsets.UTF_8).length;
        int length = message.header("Content-Length").map(Integer::parseInt).orElse(shown);
        if (length == shown + 1) {
            return text + "\n";
        }
        return length == shown - 1 && text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
