package coffer.server.http;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP/1.1 connections that let every request target through to {@link RequestPath}. The engine's own parser gives up on
 * targets with a broken escape or an escaped NUL before anybody knows which route they were meant for, and the client
 * would get no answer in the shape of its protocol.
 */
final class RawTargets extends HttpConnectionFactory {
    /** An encoded slash: {@link RequestPath} refuses it as it would have refused what stood there. */
    private static final String REFUSED_SEGMENT = "%2F";

    /** Read from a connection at once. The engine's 8 KiB make a quarter of the cost of a large upload. */
    private static final int INPUT_BYTES = 32 * 1024;

    RawTargets(HttpConfiguration configuration) {
        super(configuration);
        setInputBufferSize(INPUT_BYTES);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new RawTargetConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    /** The readable beginning of a target that the engine cannot hold, and a segment to refuse. */
    private static String refusable(String target) {
        int escape = Math.max(0, target.indexOf('%'));
        int slash = target.startsWith("/") ? target.lastIndexOf('/', escape) : -1;
        return slash < 0 ? "/" + REFUSED_SEGMENT : target.substring(0, slash + 1) + REFUSED_SEGMENT;
    }

    /**
     * Also lets one thread at a time take what has arrived. The engine (12.1.12) answers a malformed request on a thread of its
     * own, which goes on with the connection as soon as the answer is sent, though the thread that met the error may still
     * hold the input buffer. What both give back is handed to two other connections.
     */
    private static final class RawTargetConnection extends HttpConnection {
        private final ReentrantLock taking = new ReentrantLock();

        RawTargetConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        public void onFillable() {
            taking.lock();
            try {
                super.onFillable();
            } finally {
                taking.unlock();
            }
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            try {
                return super.newHttpStream(method, uri, version);
            } catch (IllegalArgumentException _) {
                return super.newHttpStream(method, refusable(uri), version);
            }
        }
    }
}
