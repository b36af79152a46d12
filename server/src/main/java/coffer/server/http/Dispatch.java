package coffer.server.http;

import coffer.base.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost handler: from the engine's request to the route's handler, and from whatever that throws to one answer. */
final class Dispatch extends org.eclipse.jetty.server.Handler.Abstract {
    /** The clients send up to twenty; proxies add some. */
    static final int HEADERS_MAX = 100;

    /** Room for a path of 4,096 bytes of UTF-8, each escaped, below the longest prefix, and a query. */
    static final int TARGET_BYTES_MAX = 16 * 1024;

    /** Requests that a connection may bring one after the other before it lets others go first; some milliseconds' worth. */
    private static final int TURN_REQUESTS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** The ids that clients give their requests are taken over when they cannot harm a log line. */
    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    /** As many digits as the largest number the engine reads. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,19}");

    private final Router router;
    private final Authentication authentication;
    private final HeaderDeadline deadline;
    private final Duration drainTime;
    private final int requestsMax;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Addresses addresses;
    private final TrustedProxies proxies;
    private volatile boolean ready;
    private volatile @Nullable OwnRequest own;

    Dispatch(
            Router router,
            Authentication authentication,
            HeaderDeadline deadline,
            HttpSettings settings,
            Addresses addresses,
            TrustedProxies proxies) {
        this.router = router;
        this.authentication = authentication;
        this.deadline = deadline;
        this.drainTime = settings.drainTime();
        this.requestsMax = settings.connectionsMax();
        this.addresses = addresses;
        this.proxies = proxies;
    }

    void expect(OwnRequest request) {
        own = request;
    }

    void ready() {
        ready = true;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request engineRequest,
            org.eclipse.jetty.server.Response engineResponse,
            Callback callback) {
        Connection connection = engineRequest.getConnectionMetaData().getConnection();
        if (connection.getMessagesIn() % TURN_REQUESTS == 0) {
            letOthersFirst();
        }
        long start = System.nanoTime();
        RequestBody body = new RequestBody(engineRequest);
        Request request = new Request(engineRequest, requestId(engineRequest), body, addresses, proxies);
        Response response = new Response(
                engineResponse, request.id(), acceptsGzip(engineRequest), request.overTls(), request.emptyInChunks());
        deadline.requestBegan(connection);
        underWay.incrementAndGet();
        Optional<Throwable> failure = tryToAnswer(request, response, body);
        underWay.decrementAndGet();
        log(request, response, System.nanoTime() - start);
        // Before the engine learns of the end: the next request of this connection may begin while it is told.
        deadline.requestEnded(connection);
        if (failure.isPresent()) {
            response.abandon();
            callback.failed(new org.eclipse.jetty.server.Request.Handler.AbortException(failure.get()));
        } else {
            callback.succeeded();
        }
        return true;
    }

    /**
     * A connection whose next request is always there already would keep its carrier to itself, and others would wait for
     * as long as its client keeps asking.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread goes to the end of its queue
    private static void letOthersFirst() {
        Thread.yield();
    }

    /** Why the connection must be broken off, or empty when it is fit for the next request. */
    private Optional<Throwable> tryToAnswer(Request request, Response response, RequestBody body) {
        try {
            answer(request, response, body);
            conclude(response, body);
            return Optional.empty();
        } catch (IOException e) {
            // Nobody is left to tell, or the answer was half sent and only breaking it off tells the truth.
            LOG.debug("request {} was broken off: {}", request.id(), e.toString());
            return Optional.of(e);
        } catch (Throwable e) {
            LOG.error("request {} could not be answered", request.id(), e);
            return Optional.of(e);
        }
    }

    private void answer(Request request, Response response, RequestBody body) throws IOException {
        ErrorShape shape = router.shape(request.rawPath());
        try {
            if (isServerWideOptions(request)) {
                return;
            }
            requireReady();
            requireRoom();
            requireSane(request);
            OwnRequest expected = own;
            if (expected != null) {
                expected.look(request);
            }
            RequestPath path = RequestPath.parse(request.rawPath());
            Route route = router.find(path);
            if (route == null) {
                throw RequestRefused.notFound("There is nothing here.");
            }
            shape = route.shape();
            request.routed(path, route);
            Origin origin = origin(request, route);
            request.calledBy(null, origin);
            request.calledBy(authentication.caller(request, route, origin).orElse(null), origin);
            body.limit(route.bodyBytesMax());
            if (body.announcedBytes() > route.bodyBytesMax()) {
                throw RequestRefused.tooLarge(route.bodyBytesMax());
            }
            route.handler().handle(request, response);
        } catch (Exception | StackOverflowError e) {
            refuse(request, response, shape, refusal(request, e));
        }
    }

    /**
     * What to say when this ended a request. Parsers wrap what they meet while they read a body, so causes count too.
     *
     * @throws ClientGone when there is nobody to say it to
     */
    private static RequestRefused refusal(Request request, Throwable failure) throws ClientGone {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case RequestRefused refused -> {
                    return refused;
                }
                case BodyRefused refused -> {
                    return refused.refusal();
                }
                case ClientGone gone -> throw gone;
                default -> {
                    // Its cause may be one of these.
                }
            }
        }
        LOG.error("request {} failed", request.id(), failure);
        return new RequestRefused(500, "The server failed. The request has the id " + request.id() + ".");
    }

    private static void refuse(Request request, Response response, ErrorShape shape, RequestRefused refusal)
            throws IOException {
        if (response.committed()) {
            throw new ClientGone("Half an answer was sent when it turned out: " + refusal.message(), null);
        }
        response.reset();
        shape.answer(request, response, refusal);
    }

    /** RFC 9110 § 9.3.7: a ping of the server as a whole. */
    private static boolean isServerWideOptions(Request request) {
        return request.method().equals("OPTIONS") && request.rawPath().equals("*");
    }

    private void requireReady() {
        if (!ready) {
            throw new RequestRefused(503, "The server is starting.")
                    .withHeader("Retry-After", "5")
                    .withHeader("X-Nextcloud-Maintenance-Mode", "1");
        }
    }

    private void requireRoom() {
        if (underWay.get() > requestsMax) {
            throw new RequestRefused(503, "Too many requests are under way.").withHeader("Retry-After", "1");
        }
    }

    private static void requireSane(Request request) {
        if (request.method().equals("CONNECT")) {
            throw RequestRefused.badRequest("This is not a proxy.");
        }
        if (request.headerCount() > HEADERS_MAX) {
            throw new RequestRefused(431, "There are more than " + HEADERS_MAX + " header lines.");
        }
        if (request.rawPath().length() + request.rawQuery().map(String::length).orElse(0) > TARGET_BYTES_MAX) {
            throw new RequestRefused(414, "The address is longer than " + TARGET_BYTES_MAX + " bytes.");
        }
        // The engine decodes "gzip, chunked" half and says nothing of it.
        if (!request.headers("Transfer-Encoding").stream().allMatch("chunked"::equalsIgnoreCase)) {
            throw new RequestRefused(501, "The only transfer coding is chunked.").withHeader("Connection", "close");
        }
        // The engine takes what it cannot read for no announcement at all.
        if (!request.headers("Content-Length").stream().allMatch(LENGTH.asMatchPredicate())) {
            throw RequestRefused.badRequest("The length of the body is no number.");
        }
        // Content would be stored as it was coded for the way, and no client sends it.
        List<String> codings = request.headers("Content-Encoding");
        if (!codings.stream().allMatch("identity"::equalsIgnoreCase)) {
            throw new RequestRefused(415, "The body must not have a content coding.")
                    .withHeader("Accept-Encoding", "identity");
        }
    }

    /**
     * Sends the answer and leaves the connection in a state that both sides agree on: the body read to its end, or an
     * announced close that waits until the client has seen the answer. On HTTP/2 each request has a stream of its own.
     */
    private void conclude(Response response, RequestBody body) throws IOException {
        if (body.onStream()) {
            response.finish();
            body.stopSending();
            return;
        }
        boolean withheld = body.withheld();
        if (body.unread() && !withheld && !response.committed()) {
            if (body.worthKeepingAlive()) {
                body.drain(drainTime);
            }
            if (body.unread()) {
                response.header("Connection", "close");
            }
        }
        response.finish();
        if (body.unread() && !withheld) {
            body.drain(drainTime);
        }
    }

    private static Origin origin(Request request, Route route) {
        return new Origin(
                request.client().address(),
                request.headers("User-Agent").stream().findFirst().orElse(""),
                request.id(),
                request.method(),
                route.pattern());
    }

    static String requestId(org.eclipse.jetty.server.Request engineRequest) {
        String offered = engineRequest.getHeaders().get("X-Request-ID");
        return offered != null && SANE_ID.matcher(offered).matches()
                ? offered
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static boolean acceptsGzip(org.eclipse.jetty.server.Request engineRequest) {
        return engineRequest.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip");
    }

    // The pattern of the route, not the path: names of files and tokens of links are nobody's business in a log.
    private static void log(Request request, Response response, long nanos) {
        LOG.debug(
                "{} {} {} {} {} in {} ms",
                request.id(),
                request.protocol(),
                request.method(),
                request.route(),
                response.status(),
                nanos / 1_000_000);
    }
}
