package coffer.server.doctor;

import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Somebody outside who asks the server for things, without following where it points. */
final class Visitor implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of an answer no more is looked at. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final PublicAddress url;
    private final HttpClient client;

    Visitor(PublicAddress url, Trust trust) {
        this.url = url;
        this.client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trust.context())
                .build();
    }

    PublicAddress url() {
        return url;
    }

    Answer get(String path, String... headers) throws IOException {
        return ask("GET", path, "", headers);
    }

    /**
     * @param path below the address
     * @param headers alternating names and values
     */
    Answer ask(String method, String path, String body, String... headers) throws IOException {
        return ask(URI.create(url.of(path)), method, body, headers);
    }

    Answer ask(URI address, String method, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("User-Agent", "coffer doctor");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream content = answer.body()) {
                byte[] start = content.readNBytes(BODY_BYTES_MAX);
                Map<String, List<String>> fields = new HashMap<>();
                answer.headers().map().forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values));
                return new Answer(answer.statusCode(), fields, new String(start, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
