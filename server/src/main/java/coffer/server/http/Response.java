package coffer.server.http;

import coffer.base.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * One answer. It is whole when the handler returns; when the handler throws, an answer of which nothing was sent yet is
 * replaced by the error, any other is broken off so that the client cannot take half for whole. Status and headers
 * can change until {@value ResponseBody#BUFFER_BYTES} bytes of the body wait. Not thread-safe.
 */
public final class Response {
    private final org.eclipse.jetty.server.Response engine;
    private final String requestId;
    private final boolean gzipAccepted;
    private final boolean overTls;
    private final boolean emptyInChunks;
    private ResponseBody body;
    private @Nullable DocumentBody document;
    private byte @Nullable [] whole;
    /** Whether {@link #whole} is as it goes out. */
    private boolean ready;

    /** @param emptyInChunks whether an answer whose body is empty must not say so in its header */
    Response(
            org.eclipse.jetty.server.Response engine,
            String requestId,
            boolean gzipAccepted,
            boolean overTls,
            boolean emptyInChunks) {
        this.engine = engine;
        this.emptyInChunks = emptyInChunks;
        this.requestId = requestId;
        this.gzipAccepted = gzipAccepted;
        this.overTls = overTls;
        this.body = new ResponseBody(engine);
        prepare();
    }

    private void prepare() {
        engine.setStatus(200);
        SecurityHeaders.addTo(engine.getHeaders(), overTls);
        engine.getHeaders().put("X-Request-Id", requestId);
    }

    /** The HTTP status, 200 unless set. */
    public void status(int status) {
        engine.setStatus(status);
    }

    /** The status that was set or sent. */
    public int status() {
        return engine.getStatus();
    }

    /**
     * Sets a header, in place of what stands there under this name.
     *
     * @throws IllegalArgumentException for a value with a line break or another control character: whoever copies text of
     *     a client into a header must not be able to write a second one
     */
    public void header(String name, String value) {
        engine.getHeaders().put(name, clean(name, value));
    }

    /**
     * Gives the browser a cookie.
     *
     * @param maxAge how long it keeps it; null for until it is closed
     * @param request the request that is answered: whether it came over TLS decides how the cookie is protected
     */
    public void cookie(Cookie cookie, Secret value, @Nullable Duration maxAge, Request request) {
        addHeader("Set-Cookie", cookie.field(new String(value.reveal()), maxAge, request.overTls()));
    }

    /** Takes a cookie away from the browser. */
    public void dropCookie(Cookie cookie, Request request) {
        addHeader("Set-Cookie", cookie.field("", Duration.ZERO, request.overTls()));
    }

    /** Adds a further line of a header; refuses what {@link #header} refuses. */
    public void addHeader(String name, String value) {
        engine.getHeaders().add(name, clean(name, value));
    }

    private static String clean(String name, String value) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("control character in the header " + name);
        }
        return value;
    }

    /** Announces the length of the body in bytes; an answer with another number of bytes is broken off. */
    public void contentLength(long bytes) {
        engine.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
    }

    /** The body, sent as it is written and never compressed: for file content, whose length clients check. */
    public OutputStream body() {
        return body;
    }

    /**
     * The body of a generated document (XML, JSON, HTML) whose length need not be known, compressed when the client
     * accepts that and the document is worth it.
     */
    public OutputStream document(String contentType) {
        engine.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        engine.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        if (!gzipAccepted) {
            return body;
        }
        document = new DocumentBody(engine, body);
        return document;
    }

    /** A whole generated document, compressed like {@link #document}. */
    public void send(int status, String contentType, byte[] bytes) {
        status(status);
        engine.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        engine.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        whole = bytes;
    }

    /** A whole generated document that was sent before. */
    public void send(int status, String contentType, KeptDocument document) {
        boolean compressed = gzipAccepted && document.length() >= DocumentBody.COMPRESSED_FROM_BYTES;
        send(status, contentType, compressed ? document.compressed() : document.plain());
        if (compressed) {
            engine.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        ready = true;
    }

    /** A whole generated document of text; the content type ends with {@code ; charset=utf-8}. */
    public void send(int status, String contentType, String text) {
        send(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer without content. */
    public void empty(int status) {
        status(status);
    }

    /** Whether status and headers have left and can not change any more. */
    public boolean committed() {
        return engine.isCommitted();
    }

    /** Forgets what was prepared, for the error that takes its place. Only while nothing was sent. */
    void reset() {
        abandon();
        engine.reset();
        body = new ResponseBody(engine);
        document = null;
        whole = null;
        ready = false;
        prepare();
    }

    /** Sends what is left: the answer is whole. */
    void finish() throws IOException {
        byte[] bytes = whole;
        if (bytes == null) {
            if (document != null) {
                document.finish();
            } else {
                if (emptyInChunks && body.isEmpty() && mayBeEmpty()) {
                    engine.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
                    body.begin();
                }
                body.finish();
            }
        } else if (!ready && gzipAccepted && bytes.length >= DocumentBody.COMPRESSED_FROM_BYTES) {
            document = new DocumentBody(engine, body);
            document.write(bytes);
            document.finish();
        } else {
            body.finish(bytes, bytes.length);
        }
    }

    /** Whether the answer may have a body, and no bytes of one were sent or announced. */
    private boolean mayBeEmpty() {
        int status = engine.getStatus();
        return status >= 200
                && status != 204
                && status != 304
                && !engine.isCommitted()
                && engine.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) <= 0;
    }

    /** The answer will never be whole. */
    void abandon() {
        if (document != null) {
            document.abandon();
        }
    }
}
