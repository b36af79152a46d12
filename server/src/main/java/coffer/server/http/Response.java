package coffer.server.http;

import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpHeader;

/**
 * One answer. Status and headers can change until the first byte of the body leaves the process, which happens when
 * {@value ResponseBody#BUFFER_BYTES} bytes are waiting or the body is closed. Not thread-safe.
 */
public final class Response {
    private final org.eclipse.jetty.server.Response engine;
    private final boolean gzipAccepted;

    Response(org.eclipse.jetty.server.Response engine, boolean gzipAccepted) {
        this.engine = engine;
        this.gzipAccepted = gzipAccepted;
        engine.setStatus(200);
    }

    /** The HTTP status, 200 unless set. */
    public void status(int status) {
        engine.setStatus(status);
    }

    /** Sets a header and replaces what was there under this name. Values are cleaned of control characters by nobody: pass none. */
    public void header(String name, String value) {
        engine.getHeaders().put(name, value);
    }

    /** Adds a further line of a header. */
    public void addHeader(String name, String value) {
        engine.getHeaders().add(name, value);
    }

    /** Announces the length of the body in bytes; writing another number of bytes breaks the connection off. */
    public void contentLength(long bytes) {
        engine.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
    }

    /**
     * The body, sent as it is written and never compressed: for file content, whose length clients check. The handler
     * closes it; an answer whose body was not closed is broken off, so that the client does not take half for whole.
     */
    public OutputStream body() {
        return new ResponseBody(engine);
    }

    /**
     * The body of a generated document (XML, JSON, HTML) of unknown length, compressed when the client accepts it and
     * it is worth it. The handler closes it.
     */
    public OutputStream document(String contentType) {
        engine.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        engine.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        return new DocumentBody(engine, gzipAccepted);
    }

    /** A whole generated document. */
    public void send(int status, String contentType, byte[] document) throws IOException {
        status(status);
        try (OutputStream out = document(contentType)) {
            out.write(document);
        }
    }

    /** An answer without content. */
    public void empty(int status) throws IOException {
        status(status);
        new ResponseBody(engine).close();
    }

    /** Whether status and headers have left and can not change any more. */
    public boolean committed() {
        return engine.isCommitted();
    }
}
