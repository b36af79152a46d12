package coffer.adapter.kms;

import coffer.keys.RootKeyAway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks a service, again where that may help, and puts what goes wrong into words for an operator. All calls may be repeated: encrypting
 * twice leaves nothing behind. Redirections are not followed, because the token would go where they point. Thread-safe.
 */
final class TransitClient implements AutoCloseable {
    /** Answers have a few hundred bytes. */
    static final int ANSWER_BYTES_MAX = 64 * 1024;

    static final int TOKEN_LENGTH_MAX = 8192;

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1," + TOKEN_LENGTH_MAX + "}");

    private static final int REDIRECTION = 300;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** A node that has not yet heard of what another has just written. */
    private static final int PRECONDITION_FAILED = 412;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final TransitAddress address;
    private final Optional<String> token;
    private final Patience patience;
    private final HttpClient client;

    /**
     * Connects to nothing yet.
     *
     * @param tls null for what the Java runtime trusts
     * @throws IllegalArgumentException when the token is no line of printable ASCII characters
     */
    TransitClient(TransitAddress address, Optional<String> token, Patience patience, @Nullable SSLContext tls) {
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw new IllegalArgumentException(
                    "The token for " + address + " is not one line of printable characters without blanks.");
        }
        this.address = address;
        this.token = token;
        this.patience = patience;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /**
     * Asks for something.
     *
     * @return an answer with status 200, or with status 400 when the request itself was refused
     * @throws RootKeyAway for everything else
     */
    Answer get(URI uri) {
        return ask(request(uri).GET().build());
    }

    /** As {@link #get}, with a body. */
    Answer post(URI uri, JsonNode body) {
        return ask(request(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(URI uri) {
        // Agents beside the server may ask for the second field, so that no page in a browser can use them.
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").header("X-Vault-Request", "true");
        token.ifPresent(value -> request.header("X-Vault-Token", value));
        address.namespace().ifPresent(value -> request.header("X-Vault-Namespace", value));
        return request;
    }

    private Answer ask(HttpRequest request) {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt == patience.pauses().size();
            try {
                Answer answer = once(request);
                if (answer.status() == Answer.OK || answer.status() == Answer.BAD_REQUEST) {
                    return answer;
                }
                if (last || !isPassing(answer.status())) {
                    throw away(explanation(answer), null);
                }
            } catch (IOException e) {
                if (last || !isPassing(e)) {
                    throw away(explanation(e), e);
                }
            }
            pause(attempt);
        }
    }

    private Answer once(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> asked =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            // The client's own time-out ends with the head of an answer.
            HttpResponse<byte[]> answer = asked.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
            return Answer.of(answer.statusCode(), answer.body());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw away("there was no answer within " + patience.answer().toMillis() + " ms", e);
        } catch (InterruptedException e) {
            asked.cancel(true);
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private void pause(int attempt) {
        try {
            patience.sleep().pause(patience.pauses().get(attempt));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private RootKeyAway interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return away("the wait for an answer was interrupted", e);
    }

    private static boolean isPassing(int status) {
        return status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || status == PRECONDITION_FAILED;
    }

    /** Connections that break off; the service may just have started anew. */
    private static boolean isPassing(IOException e) {
        return !(e instanceof ConnectException
                || e instanceof HttpConnectTimeoutException
                || e instanceof SSLException
                || isTooLong(e));
    }

    private static boolean isTooLong(IOException e) {
        return String.valueOf(e.getMessage()).contains("exceeds capacity");
    }

    private String explanation(Answer answer) {
        String said = said(answer);
        int status = answer.status();
        if (status >= REDIRECTION && status < Answer.BAD_REQUEST) {
            return "it points elsewhere (status " + status
                    + "), where the token is not taken; the address should name the active server itself";
        }
        return switch (status) {
            case FORBIDDEN ->
                "the token is not valid or its policies are too narrow; they must allow to read " + path("keys")
                        + " and to update " + path("encrypt") + " and " + path("decrypt") + said;
            case NOT_FOUND -> "there is no such key, or no transit engine is mounted at " + address.mount() + said;
            case TOO_MANY_REQUESTS -> "it asks for fewer requests" + said;
            case UNAVAILABLE ->
                said.contains("sealed")
                        ? "it is sealed and must be unsealed by its operators"
                        : "it is not ready (status 503)" + said;
            default ->
                (status >= SERVER_ERROR
                                ? "it has failed (status "
                                : "it gives an answer that is not understood (status ")
                        + status + ")" + said;
        };
    }

    private String path(String operation) {
        return address.mount() + operation + "/" + address.name();
    }

    private String explanation(IOException e) {
        String host = address.server().getRawAuthority();
        if (isCausedBy(e, UnresolvedAddressException.class) || isCausedBy(e, UnknownHostException.class)) {
            return "the name of " + host + " is not known to the name service";
        }
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection to " + host + " came about within "
                    + patience.connect().toMillis() + " ms";
        }
        if (e instanceof ConnectException) {
            return "nothing accepts connections at " + host;
        }
        if (e instanceof SSLException) {
            return "TLS did not come about: the certificate is not for this name, or not of an authority that the Java runtime trusts ("
                    + e.getMessage() + ")";
        }
        return isTooLong(e)
                ? "its answer has more than " + ANSWER_BYTES_MAX + " bytes"
                : "the connection broke off (" + e.getMessage() + ")";
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** The service's own words as an addition to ours. A service that repeats the token is not repeated. */
    String said(Answer answer) {
        String errors = answer.errors();
        if (token.isPresent()) {
            errors = errors.replace(token.get(), "[secret]");
        }
        return errors.isEmpty() ? "" : "; it says: " + errors;
    }

    RootKeyAway away(String explanation, @Nullable Throwable cause) {
        String message = "The root key " + address + " cannot be used: " + explanation + ".";
        return cause == null ? new RootKeyAway(message) : new RootKeyAway(message, cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
