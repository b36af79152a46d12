package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills in forms, with whatever cookies the server gives: also those for TLS, as a proxy in front would pass them on. What a real
 * browser shows is tested with a real browser.
 */
final class FormBrowser {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final URI server;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String token = "";

    FormBrowser(URI server) {
        this.server = server;
    }

    void open(String path) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    /** Sends a form with the token of the page that was opened. */
    void submit(String path, Map<String, String> fields) throws IOException, InterruptedException {
        var all = new LinkedHashMap<>(fields);
        all.put("csrf", token);
        var form = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 303);
            answer.headers().allValues("Set-Cookie").forEach(cookie -> {
                var pair = cookie.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            });
            var found = TOKEN.matcher(answer.body());
            token = found.find() ? found.group(1) : "";
        }
    }
}
