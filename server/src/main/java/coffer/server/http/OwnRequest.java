package coffer.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/**
 * The one request by which a starting server looks whether its public address leads back to it. It is known by a token
 * that nobody else has; when it has come, the token means nothing any more. The answer is that of any other request.
 */
public final class OwnRequest {
    /** The header with the token. */
    public static final String HEADER = "X-Coffer-Self-Check";

    private final byte[] token;
    private final CompletableFuture<Arrival> arrival = new CompletableFuture<>();

    /**
     * How it arrived.
     *
     * @param rawPath the path as it came, without anything taken off
     * @param peer the address of the other end of the connection
     * @param trusted whether that is one of the trusted proxies
     * @param namesClient whether it came with a header that names another client
     * @param scheme how the client came, by what is believed: {@code http} or {@code https}
     */
    public record Arrival(String rawPath, String peer, boolean trusted, boolean namesClient, String scheme) {}

    /** The token should be long and random. */
    public OwnRequest(String token) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Done when the request has come. */
    public CompletableFuture<Arrival> arrival() {
        return arrival;
    }

    void look(Request request) {
        for (String offered : request.headers(HEADER)) {
            if (MessageDigest.isEqual(token, offered.getBytes(StandardCharsets.US_ASCII))) {
                arrival.complete(request.arrival());
            }
        }
    }
}
