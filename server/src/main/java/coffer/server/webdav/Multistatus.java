package coffer.server.webdav;

import coffer.server.http.KeptDocument;
import coffer.server.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.UnaryOperator;

/**
 * The frame of a multistatus answer (RFC 4918, section 13), written while it is read. The content type is spelled exactly
 * as the desktop client compares it.
 */
final class Multistatus implements AutoCloseable {

    static final String CONTENT_TYPE = "application/xml; charset=utf-8";
    static final int STATUS = 207;

    private static final byte[] OPEN =
            XmlBuffer.bytes("<?xml version=\"1.0\"?>\n<d:multistatus" + Prefixes.DECLARATIONS + ">");
    private static final byte[] CLOSE = XmlBuffer.bytes("</d:multistatus>");

    private final OutputStream document;
    private final XmlBuffer out;

    private Multistatus(OutputStream document) {
        this.document = document;
        this.out = new XmlBuffer(document);
    }

    /** Begins the answer; until the first full buffer has left, an exception can still become an error answer. */
    static Multistatus begin(Response response) throws IOException {
        return begin(response, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param way what the bytes pass through
     */
    static Multistatus begin(Response response, UnaryOperator<OutputStream> way) throws IOException {
        response.status(STATUS);
        OutputStream document = way.apply(response.document(CONTENT_TYPE));
        vary(response);
        Multistatus multistatus = new Multistatus(document);
        multistatus.out.raw(OPEN);
        return multistatus;
    }

    /** A whole answer that was written before. */
    static void again(Response response, KeptDocument document) {
        response.send(STATUS, CONTENT_TYPE, document);
        vary(response);
    }

    /** The same address answers differently to these (RFC 9110, section 12.5.5). */
    private static void vary(Response response) {
        response.header("Vary", "Accept-Encoding, Brief, Prefer");
    }

    XmlBuffer out() {
        return out;
    }

    /** Ends the answer. Not called when writing has failed: then the answer is broken off, and not taken for whole. */
    void end() throws IOException {
        out.raw(CLOSE);
        out.finish();
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
