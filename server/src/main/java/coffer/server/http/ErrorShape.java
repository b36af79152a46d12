package coffer.server.http;

import java.io.IOException;

/**
 * How the clients of a route want to be told that something was refused. One shape per protocol: WebDAV
 * ({@link DavErrors}), OCS (its envelope) and plain text for everything else.
 */
public interface ErrorShape {
    /**
     * Writes the whole answer: status, headers of the refusal, body. Called once and only while nothing was sent. The
     * request may be one that could not be parsed: only {@link Request#method()}, {@link Request#rawPath()},
     * {@link Request#rawQuery()}, {@link Request#headers(String)} and {@link Request#id()} are safe to ask.
     */
    void answer(Request request, Response response, RequestRefused refusal) throws IOException;

    /** The parameters of the {@code WWW-Authenticate} challenge, after the scheme word. */
    String challenge();
}
