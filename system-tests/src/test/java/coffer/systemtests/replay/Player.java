package coffer.systemtests.replay;

import coffer.server.http.RawClient;
import coffer.systemtests.replay.Message.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Says recorded requests to a started server: target, method and header names byte for byte, values likewise but for those that stand for
 * something of the recorded server - its address, secrets, entity tags -, which are put into our server's words. Cookies are left out, because
 * our server has given none. Each request has a connection of its own.
 */
final class Player {

    private static final String RECORDED_HOST = "cloud.example:8080";
    private static final Pattern BASIC = Pattern.compile("Basic base64\\(([^:]+):(.*)\\)");

    private final InetSocketAddress address;
    private final String host;
    private final Learnt learnt;
    private final Contents contents;
    private final Map<String, String> secrets = new TreeMap<>();

    Player(URI server, Learnt learnt, Contents contents) {
        this.address = new InetSocketAddress(server.getHost(), server.getPort());
        this.host = server.getAuthority();
        this.learnt = learnt;
        this.contents = contents;
    }

    /** Has a secret of ours stand for the one that a recording calls by this name, for example {@code {password}}. */
    void setSecret(String name, String secret) {
        secrets.put(name, secret);
    }

    /** A recorded text with our address in the place of the recorded one. */
    String withOurAddress(String text) {
        return text.replace(RECORDED_HOST, host);
    }

    /** What is sent as body: the recorded one, in our words, or one of its length. */
    byte[] body(Exchange exchange) {
        var body = exchange.request().body();
        if (!body.isWhole()) {
            return Stored.content(body, exchange.path());
        }
        return inOurWords(body.shown()).getBytes(StandardCharsets.UTF_8);
    }

    OurAnswer play(Exchange exchange, byte[] body) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(head(exchange, body).getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        try (var connection = new RawClient(address)) {
            connection.send(request.toByteArray());
            var answer = connection.read(exchange.method().equals("HEAD"));
            while (answer.status() < 200) {
                answer = connection.read(exchange.method().equals("HEAD"));
            }
            return new OurAnswer(answer.status(), answer.headers(), decoded(answer));
        }
    }

    private static byte[] decoded(RawClient.Answer answer) throws IOException {
        if (answer.header("Content-Encoding").equals("gzip") && answer.body().length > 0) {
            try (var coded = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                return coded.readAllBytes();
            }
        }
        return answer.body();
    }

    private String head(Exchange exchange, byte[] body) {
        var head = new StringBuilder(exchange.request().startLine()).append("\r\n");
        for (var header : headers(exchange, body)) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private List<Header> headers(Exchange exchange, byte[] body) {
        var said = new ArrayList<Header>();
        for (var header : exchange.request().headers()) {
            switch (header.name().toLowerCase(Locale.ROOT)) {
                case "cookie" -> {}
                case "content-length" -> said.add(new Header(header.name(), Integer.toString(body.length)));
                case "authorization" -> said.add(new Header(header.name(), credentials(header.value())));
                case "oc-checksum" -> said.add(new Header(header.name(), checksum(exchange, header.value(), body)));
                default -> said.add(new Header(header.name(), inOurWords(header.value())));
            }
        }
        return said;
    }

    /** The sum of a content that was made up is another one than the recorded; a wrong sum of a recorded content stays wrong. */
    private String checksum(Exchange exchange, String recorded, byte[] body) {
        boolean assembles = exchange.path().endsWith("/.file");
        if (!assembles && exchange.request().body().isWhole()) {
            return recorded;
        }
        var ours = Stored.checksum(assembles ? contents.assembled(Paths.parent(exchange.path())) : body);
        learnt.same("", recorded, ours);
        return ours;
    }

    private String credentials(String recorded) {
        var basic = BASIC.matcher(recorded);
        if (!basic.matches()) {
            return recorded;
        }
        var pair = basic.group(1) + ":" + inOurWords(basic.group(2));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** A recorded text with all of ours that has been learnt; what a session was told goes before what it began with. */
    String inOurWords(String text) {
        var said = learnt.inOurWords(withOurAddress(text));
        for (var secret : secrets.entrySet()) {
            said = said.replace(secret.getKey(), secret.getValue());
        }
        return said;
    }
}
