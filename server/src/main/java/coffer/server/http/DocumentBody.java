package coffer.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A document that is compressed (RFC 9110 § 8.4.1.3) as soon as it proves long enough for that. */
final class DocumentBody extends OutputStream {
    /** What fits into one packet gains nothing by compression. */
    static final int COMPRESSED_FROM_BYTES = 1400;

    private static final int GZIP_BUFFER_BYTES = 8 * 1024;

    private final Response engine;
    private final boolean gzip;
    private final ResponseBody plain;
    private byte @Nullable [] head;
    private int headBytes;
    private @Nullable OutputStream out;
    private boolean closed;

    DocumentBody(Response engine, boolean gzip) {
        this.engine = engine;
        this.gzip = gzip;
        this.plain = new ResponseBody(engine);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (!gzip) {
            plain.write(bytes, offset, length);
            return;
        }
        if (out == null && headBytes + length < COMPRESSED_FROM_BYTES) {
            if (head == null) {
                head = new byte[COMPRESSED_FROM_BYTES];
            }
            System.arraycopy(bytes, offset, head, headBytes, length);
            headBytes += length;
            return;
        }
        compressed().write(bytes, offset, length);
    }

    private OutputStream compressed() throws IOException {
        if (out == null) {
            engine.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            out = new FastGzip(plain);
            if (head != null) {
                out.write(head, 0, headBytes);
            }
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (out != null) {
            out.close();
        } else if (head != null) {
            plain.finish(head, headBytes);
        } else {
            plain.close();
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream target) throws IOException {
            super(target, GZIP_BUFFER_BYTES);
            // Listings shrink to a tenth at the fastest level already; the next levels cost more than they save.
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
