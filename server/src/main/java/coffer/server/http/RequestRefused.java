package coffer.server.http;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with an error status. Thrown anywhere on the way of a request; the {@link ErrorShape} of
 * the route turns it into an answer. Not a failure of ours: it is neither logged nor does it carry a stack trace.
 */
public final class RequestRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String davException;
    private final transient Map<String, String> headers;
    private final transient List<String> davElements;

    /**
     * @param status the HTTP status, 400 to 599
     * @param message one sentence for the person at the client; no secrets, nothing the caller may not know
     */
    public RequestRefused(int status, String message) {
        this(status, message, null, Map.of(), List.of());
    }

    private RequestRefused(
            int status,
            String message,
            @Nullable String davException,
            Map<String, String> headers,
            List<String> davElements) {
        super(message, null, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        this.status = status;
        this.davException = davException;
        this.headers = headers;
        this.davElements = davElements;
    }

    public static RequestRefused badRequest(String message) {
        return new RequestRefused(400, message);
    }

    public static RequestRefused notFound(String message) {
        return new RequestRefused(404, message);
    }

    /** With the {@code Allow} header that RFC 9110 § 15.5.6 asks for. */
    public static RequestRefused methodNotAllowed(String... allowed) {
        return new RequestRefused(405, "The method is not allowed here.")
                .withHeader("Allow", String.join(", ", allowed));
    }

    public static RequestRefused tooLarge(long bytesMax) {
        return new RequestRefused(413, "The body may have at most " + bytesMax + " bytes.");
    }

    /** Nothing was tried; the client may come again after a while, in whole seconds and at least one. */
    public static RequestRefused later(int status, String message, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new RequestRefused(status, message).withHeader("Retry-After", Long.toString(seconds));
    }

    /**
     * A name that no file may have. The class name is the old one: the Android app (library of August 2026) knows only
     * this, and the desktop client (3.16) looks at the ending {@code \InvalidPath}.
     */
    public static RequestRefused invalidName(String message) {
        return badRequest(message).withDavException("OC\\Connector\\Sabre\\Exception\\InvalidPath");
    }

    /** This refusal with the class name that WebDAV clients read in {@code s:exception}, where the usual one of the status will not do. */
    public RequestRefused withDavException(String className) {
        return new RequestRefused(status, message(), className, headers, davElements);
    }

    /**
     * This refusal with a further element in the error document of WebDAV, such as a precondition code (RFC 4918 § 16).
     *
     * @param xml a whole element, escaped; the prefixes {@code d} and {@code s} are declared
     */
    public RequestRefused withDavElement(String xml) {
        List<String> more = new ArrayList<>(davElements);
        more.add(xml);
        return new RequestRefused(status, message(), davException, headers, more);
    }

    /** This refusal with a further header of the answer. */
    public RequestRefused withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RequestRefused(status, message(), davException, more, davElements);
    }

    public int status() {
        return status;
    }

    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public Optional<String> davException() {
        return Optional.ofNullable(davException);
    }

    public Map<String, String> headers() {
        return headers;
    }

    public List<String> davElements() {
        return davElements;
    }
}
