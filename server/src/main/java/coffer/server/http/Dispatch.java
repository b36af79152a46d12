package coffer.server.http;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost handler: from the engine's request to the route's handler, and from whatever it throws to an answer. */
final class Dispatch extends org.eclipse.jetty.server.Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Router router;
    private volatile boolean ready;

    Dispatch(Router router) {
        this.router = router;
    }

    void ready() {
        ready = true;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request engineRequest,
            org.eclipse.jetty.server.Response engineResponse,
            Callback callback) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        HttpFields headers = engineRequest.getHeaders();
        RequestBody body = new RequestBody(engineRequest, engineRequest.getLength());
        Request request = new Request(engineRequest, id, body);
        Response response = new Response(engineResponse, headers.contains(HttpHeader.ACCEPT_ENCODING, "gzip"));
        response.header("X-Request-Id", id);
        try {
            answer(request, response, body);
            if (!response.committed()) {
                response.empty(engineResponse.getStatus());
            }
            callback.succeeded();
        } catch (IOException e) {
            LOG.debug("{} {}: {}", id, request.route(), e.getMessage());
            callback.failed(e);
        }
        return true;
    }

    private void answer(Request request, Response response, RequestBody body) throws IOException {
        ErrorShape shape = router.shape(request.rawPath());
        try {
            if (!ready) {
                throw new RequestRefused(503, "The server is starting.");
            }
            RequestPath path = RequestPath.parse(request.rawPath());
            Route route = router.find(path);
            if (route == null) {
                throw RequestRefused.notFound("There is nothing here.");
            }
            request.routed(path, route);
            body.limit(route.bodyBytesMax());
            route.handler().handle(request, response);
        } catch (RequestRefused refused) {
            if (response.committed()) {
                throw new ClientGone("Refused within the answer.", refused);
            }
            shape.answer(request, response, refused);
        } catch (RuntimeException e) {
            LOG.error("request {} failed", request.id(), e);
            if (response.committed()) {
                throw new ClientGone("Failed within the answer.", e);
            }
            shape.answer(
                    request,
                    response,
                    new RequestRefused(500, "The server failed. The request id is " + request.id() + "."));
        }
    }
}
