package coffer.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The listening server: HTTP/1.1, one virtual thread per request. Answers 503 to everything until {@link #ready()}, so
 * that the port can be bound before the work that must come first.
 */
public final class HttpServer implements AutoCloseable {
    private static final int ENGINE_THREADS_MAX = 16;
    private static final int ENGINE_THREADS_MIN = 4;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Dispatch dispatch;

    /** Does not listen before {@link #start()}. */
    public HttpServer(HttpSettings settings, Router router) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(ENGINE_THREADS_MAX, ENGINE_THREADS_MIN);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        server = new Server(threads);
        dispatch = new Dispatch(router);
        server.setHandler(dispatch);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(settings)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        server.addConnector(connector);
        server.setStopTimeout(settings.stopTime().toMillis());
    }

    private static HttpConfiguration configuration(HttpSettings settings) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        // The raw path reaches RequestPath, which is stricter than the engine and knows that ';' is an ordinary
        // character.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setRequestHeaderSize(settings.headerBytesMax());
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        return configuration;
    }

    /** Binds the address and begins to answer. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP engine did not start.", e);
        }
    }

    /** From now on requests reach their handlers. */
    public void ready() {
        dispatch.ready();
    }

    /** The address the server is bound to. */
    public InetSocketAddress address() {
        return new InetSocketAddress(Objects.requireNonNull(settings.host()), connector.getLocalPort());
    }

    /** Stops accepting, lets requests under way finish within the stop time, then breaks them off. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP engine did not stop in order.", e);
        }
    }
}
