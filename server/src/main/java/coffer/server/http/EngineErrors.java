package coffer.server.http;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the engine refuses before a handler sees it: requests that are not HTTP, too large headers, requests that
 * come while the server stops. The route's shape is used as far as the request target could be read.
 */
final class EngineErrors implements Request.Handler {
    private final Router router;
    private final Addresses addresses;
    private final TrustedProxies proxies;

    EngineErrors(Router router, Addresses addresses, TrustedProxies proxies) {
        this.router = router;
        this.addresses = addresses;
        this.proxies = proxies;
    }

    @Override
    public boolean handle(Request engineRequest, Response engineResponse, Callback callback) {
        var request = new coffer.server.http.Request(
                engineRequest, Dispatch.requestId(engineRequest), new RequestBody(engineRequest), addresses, proxies);
        var response = new coffer.server.http.Response(
                engineResponse, request.id(), false, request.overTls(), request.emptyInChunks());
        Object status = engineRequest.getAttribute(ErrorHandler.ERROR_STATUS);
        RequestRefused refusal = refusal(status instanceof Integer code ? code : 500);
        try {
            router.shape(request.rawPath()).answer(request, response, refusal);
            response.finish();
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    // The engine's own texts name its internals; the status says enough.
    private static RequestRefused refusal(int status) {
        return switch (status) {
            case 400 -> RequestRefused.badRequest("The request is malformed.");
            case 408 -> new RequestRefused(408, "The request did not arrive in time.");
            case 414 -> new RequestRefused(414, "The address is too long.");
            case 417 -> new RequestRefused(417, "Only the expectation 100-continue is known.");
            case 431 -> new RequestRefused(431, "The header is too large.");
            case 501 -> new RequestRefused(501, "The transfer coding is unknown.");
            case 503 -> new RequestRefused(503, "The server is stopping.").withHeader("Retry-After", "10");
            case 505 -> new RequestRefused(505, "The version of HTTP is not supported.");
            default -> new RequestRefused(status >= 400 && status < 600 ? status : 500, "The request failed.");
        };
    }
}
