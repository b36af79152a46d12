package coffer.server.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request: bounded by the route, paced, and drained when nobody wanted it. Closing does nothing, so that
 * a handler may hand it to code that closes its streams.
 */
final class RequestBody extends InputStream {
    /** What is rather read than paid for with a new connection: the small bodies of refused listings. */
    static final int KEEP_ALIVE_DRAIN_BYTES = 64 * 1024;

    /** How long a lingering connection waits for the next piece of an unwanted body. */
    private static final Duration DRAIN_PAUSE = Duration.ofSeconds(5);

    private static final int DRAIN_BUFFER_BYTES = 16 * 1024;

    private final org.eclipse.jetty.server.Request engine;
    private final boolean onStream;
    private final long announcedBytes;
    private final Pace pace = new Pace();
    private long bytesMax = Route.DOCUMENT_BYTES_MAX;
    private long readBytes;
    private boolean ended;
    private boolean broken;
    private @Nullable InputStream content;

    RequestBody(org.eclipse.jetty.server.Request engine) {
        this.engine = engine;
        onStream = engine.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
        long length = engine.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) ? -1 : Math.max(0, engine.getLength());
        announcedBytes = onStream ? lengthOnStream() : length;
        ended = announcedBytes == 0;
    }

    /** RFC 9113, section 8.1: a request without content ends with its header, and content may come without a length. */
    private long lengthOnStream() {
        if (engine.getLength() >= 0) {
            return engine.getLength();
        }
        Content.Chunk chunk = withheld() ? null : engine.read();
        if (chunk == null) {
            return -1;
        }
        if (Content.Chunk.isFailure(chunk)) {
            broken = true;
            return -1;
        }
        byte[] bytes = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(bytes);
        chunk.release();
        InputStream first = new ByteArrayInputStream(bytes);
        content = chunk.isLast() ? first : new SequenceInputStream(first, Content.Source.asInputStream(engine));
        return chunk.isLast() ? bytes.length : -1;
    }

    /** Whether it came on a stream of its own (HTTP/2), so that the connection does not depend on its end. */
    boolean onStream() {
        return onStream;
    }

    /**
     * Tells the client of a stream to send no more of a body that nobody wanted, without taking its answer for broken
     * (RFC 9113, section 8.1). Only after the answer.
     */
    void stopSending() {
        if (unread() && engine.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection) {
            int id = Integer.parseInt(engine.getId());
            Stream stream = connection.getSession().getStream(id);
            if (stream != null && !stream.isRemotelyClosed()) {
                stream.reset(new ResetFrame(id, ErrorCode.NO_ERROR.code), Callback.NOOP);
            }
        }
    }

    void limit(long max) {
        bytesMax = max;
    }

    long announcedBytes() {
        return announcedBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        long before = System.nanoTime();
        int n = receive(buffer, offset, length);
        if (n < 0) {
            return -1;
        }
        readBytes += n;
        if (readBytes > bytesMax) {
            throw new BodyRefused(RequestRefused.tooLarge(bytesMax));
        }
        if (!pace.kept(System.nanoTime() - before, n)) {
            broken = true;
            throw new BodyRefused(new RequestRefused(408, "The body comes too slowly."));
        }
        return n;
    }

    private int receive(byte[] buffer, int offset, int length) throws IOException {
        try {
            if (content == null) {
                content = Content.Source.asInputStream(engine);
            }
            int n = content.read(buffer, offset, length);
            ended = n < 0;
            return n;
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw refused(e);
        }
    }

    private static IOException refused(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                // The client may have closed its half only, and then it can still read why.
                return new BodyRefused(RequestRefused.badRequest("The body is shorter than announced."));
            }
            if (cause instanceof HttpException) {
                return new BodyRefused(RequestRefused.badRequest("The transfer coding of the body is broken."));
            }
            if (cause instanceof TimeoutException) {
                return new BodyRefused(new RequestRefused(408, "The body did not arrive in time."));
            }
        }
        return new ClientGone("The connection broke within the body.", failure);
    }

    /** Whether bytes of the body may still be on their way. */
    boolean unread() {
        return !ended;
    }

    /**
     * Whether the client still waits for permission to send the body (RFC 9110 § 10.1.1). Reading would grant it; the
     * engine closes such a connection after the answer.
     */
    boolean withheld() {
        return content == null && engine.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
    }

    /** Whether the rest is small enough to be read for the sake of the connection. */
    boolean worthKeepingAlive() {
        return announcedBytes >= 0 && announcedBytes <= KEEP_ALIVE_DRAIN_BYTES && !broken;
    }

    /**
     * Reads and throws away what is left, until the end, an error, a pause of {@code DRAIN_PAUSE} or the given time. A
     * server that closes while its client still sends makes the client's system throw away the answer.
     */
    void drain(Duration time) {
        if (broken) {
            return;
        }
        EndPoint endPoint = engine.getConnectionMetaData().getConnection().getEndPoint();
        long idle = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(Math.min(idle, Math.min(time.toMillis(), DRAIN_PAUSE.toMillis())));
        try {
            byte[] nowhere = new byte[DRAIN_BUFFER_BYTES];
            long start = System.nanoTime();
            while (!ended && System.nanoTime() - start < time.toNanos()) {
                receive(nowhere, 0, nowhere.length);
            }
        } catch (IOException _) {
            // Whatever is wrong with it, nobody wants this body; the connection closes after it.
            broken = true;
        } finally {
            endPoint.setIdleTimeout(idle);
        }
    }
}
