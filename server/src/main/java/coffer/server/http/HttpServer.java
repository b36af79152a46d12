package coffer.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening server: HTTP/1.1, one virtual thread per request under way. Answers 503 to everything until
 * {@link #ready()}, so that the address can be bound before the work that must come first.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Platform threads of the engine: acceptor, selectors and a few to produce; handlers do not run on them. */
    private static final int ENGINE_THREADS_MAX = 16;

    private static final int ENGINE_THREADS_MIN = 4;

    /** When stopping, connections without a request are closed after this much silence. */
    private static final long SHUTDOWN_IDLE_MILLIS = 2_000;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Dispatch dispatch;
    private volatile @Nullable InetSocketAddress address;

    /**
     * Does not listen before {@link #start()}.
     *
     * @throws IllegalArgumentException when the public address has a path that begins like a route: nobody could tell
     *     then whether a proxy has taken it off
     */
    public HttpServer(HttpSettings settings, Router router, SignIn signIn) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(ENGINE_THREADS_MAX, ENGINE_THREADS_MIN);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        var scheduler = new ScheduledExecutorScheduler("http-timer", true);
        server = new Server(threads, scheduler, null);
        HeaderDeadline deadline = new HeaderDeadline(scheduler, settings.headerTime());
        Addresses addresses = new Addresses(settings.publicAddress());
        requireOwnPath(router, addresses);
        TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
        dispatch = new Dispatch(router, new Authentication(signIn), deadline, settings.drainTime(), addresses, proxies);
        server.setHandler(new GracefulHandler(dispatch));
        server.setErrorHandler(new EngineErrors(router, addresses, proxies));
        server.setStopTimeout(settings.stopTime().toMillis());
        connector = connector(deadline);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connectionsMax(), connector));
    }

    private static void requireOwnPath(Router router, Addresses addresses) {
        String path = addresses.path();
        if (!path.isEmpty()
                && router.beginsWith(RequestPath.parse(path).segments().getFirst())) {
            throw new IllegalArgumentException(
                    "The path " + path + " of the address is one of Coffer's own; choose another.");
        }
    }

    private ServerConnector connector(HeaderDeadline deadline) {
        var made = new ServerConnector(server, 1, 1, new RawTargets(configuration(settings)));
        made.setHost(settings.host());
        made.setPort(settings.port());
        made.setIdleTimeout(settings.idle().toMillis());
        made.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        made.addBean(deadline);
        return made;
    }

    private static HttpConfiguration configuration(HttpSettings settings) {
        HttpConfiguration configuration = new HttpConfiguration();
        // Nothing of what RFC 9112 calls obsolete or lets a server tolerate: that is what request smuggling lives on.
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        // The path reaches RequestPath as sent. That is stricter than the engine, and knows that ';' is an ordinary
        // character.
        configuration.setUriCompliance(UriCompliance.UNSAFE.without(
                "COFFER", UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT));
        configuration.setRequestHeaderSize(settings.headerBytesMax());
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setSendDateHeader(true);
        return configuration;
    }

    /**
     * Binds the address and begins to answer.
     *
     * @throws IOException when the address cannot be bound
     */
    public void start() throws IOException {
        try {
            server.start();
            address = new InetSocketAddress(settings.host(), connector.getLocalPort());
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

    /** The address that was bound, with the port that was chosen. Only after {@link #start()}. */
    public InetSocketAddress address() {
        return Objects.requireNonNull(address, "asked before the start");
    }

    /**
     * Accepts no more, answers 503 on connections that are open, lets requests under way finish within the stop time and
     * then breaks them off. May be called again.
     */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("requests were still under way after {}: {}", settings.stopTime(), e.toString());
        }
    }
}
