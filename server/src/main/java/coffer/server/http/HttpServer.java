package coffer.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening server: HTTP/1.1 and, over TLS, HTTP/2; one virtual thread per request under way. Answers 503 to everything until
 * {@link #ready()}, so that the address can be bound before the work that must come first.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Platform threads of the engine: acceptor, selectors and a few to produce; handlers do not run on them. */
    private static final int ENGINE_THREADS_MAX = 16;

    private static final int ENGINE_THREADS_MIN = 4;

    /** When stopping, connections without a request are closed after this much silence. */
    private static final long SHUTDOWN_IDLE_MILLIS = 2_000;

    /** How often the files of the certificate are looked at. Whoever renews it does so weeks before it ends. */
    private static final long CERTIFICATE_LOOK_SECONDS = 10;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Dispatch dispatch;
    private final Scheduler scheduler;
    private final @Nullable TlsKeys keys;
    private volatile @Nullable InetSocketAddress address;

    /**
     * Does not listen before {@link #start()}.
     *
     * @throws IllegalArgumentException with words for the operator, when the public address has a path that begins like a
     *     route (nobody could tell then whether a proxy has taken it off), or when certificate and key cannot be used
     */
    public HttpServer(HttpSettings settings, Router router, SignIn signIn) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(ENGINE_THREADS_MAX, ENGINE_THREADS_MIN);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        var scheduler = new ScheduledExecutorScheduler("http-timer", true);
        server = new Server(threads, scheduler, null);
        HeaderDeadline deadline = new HeaderDeadline(scheduler, settings.headerTime(), settings.idle());
        Addresses addresses = new Addresses(settings.publicAddress());
        requireOwnPath(router, addresses);
        TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
        dispatch = new Dispatch(router, new Authentication(signIn), deadline, settings, addresses, proxies);
        server.setHandler(new GracefulHandler(dispatch));
        server.setErrorHandler(new EngineErrors(router, addresses, proxies));
        server.setStopTimeout(settings.stopTime().toMillis());
        keys = settings.tls().map(TlsKeys::new).orElse(null);
        connector = connector(deadline);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connectionsMax(), connector));
        this.scheduler = scheduler;
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
        List<ConnectionFactory> protocols =
                keys == null ? Protocols.plain(settings) : Protocols.overTls(settings, keys);
        var made = new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
        made.setHost(settings.host());
        made.setPort(settings.port());
        made.setIdleTimeout(settings.idle().toMillis());
        made.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        made.addBean(deadline);
        return made;
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
            lookAtCertificateLater();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP engine did not start.", e);
        }
    }

    private void lookAtCertificateLater() {
        if (keys != null) {
            scheduler.schedule(
                    () -> {
                        if (server.isRunning()) {
                            lookAtCertificate();
                            lookAtCertificateLater();
                        }
                    },
                    CERTIFICATE_LOOK_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    /** Takes a new certificate into use if its files have changed. */
    void lookAtCertificate() {
        if (keys != null) {
            keys.look();
        }
    }

    /** Whether the listener speaks TLS. */
    public boolean secure() {
        return keys != null;
    }

    /** From now on the request by which the server looks for itself is recognised. */
    public void expect(OwnRequest request) {
        dispatch.expect(request);
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
