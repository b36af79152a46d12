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
    private final ResponseBody target;
    private byte @Nullable [] head;
    private int headBytes;
    private @Nullable FastGzip gzip;
    private boolean closed;

    DocumentBody(Response engine, ResponseBody target) {
        this.engine = engine;
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The document was closed.");
        }
        if (gzip == null && headBytes + length < COMPRESSED_FROM_BYTES) {
            if (head == null) {
                head = new byte[COMPRESSED_FROM_BYTES];
            }
            System.arraycopy(bytes, offset, head, headBytes, length);
            headBytes += length;
            return;
        }
        compressed().write(bytes, offset, length);
    }

    private FastGzip compressed() throws IOException {
        if (gzip == null) {
            engine.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            gzip = new FastGzip(target);
            if (head != null) {
                gzip.write(head, 0, headBytes);
            }
        }
        return gzip;
    }

    /** Keeps what is left for {@link #finish()}. */
    @Override
    public void close() {
        closed = true;
    }

    void finish() throws IOException {
        if (gzip != null) {
            gzip.finish();
            gzip.release();
            target.finish();
        } else if (head != null) {
            target.finish(head, headBytes);
        } else {
            target.finish();
        }
    }

    /** Gives back the compressor's native memory of a document that is never finished. */
    void abandon() {
        if (gzip != null) {
            gzip.release();
        }
    }

    static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream target) throws IOException {
            super(target, GZIP_BUFFER_BYTES);
            // Listings shrink to a tenth at the fastest level already; the next levels cost more than they save.
            def.setLevel(Deflater.BEST_SPEED);
        }

        void release() {
            def.end();
        }
    }
}
