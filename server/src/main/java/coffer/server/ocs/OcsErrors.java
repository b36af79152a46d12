package coffer.server.ocs;

import coffer.server.http.ErrorShape;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;

/**
 * Errors in the envelope. What the HTTP kit refuses keeps its HTTP status in both versions: version 1 hides only the
 * outcomes of calls, and a client that is throttled or meets a server that stops must see it.
 */
final class OcsErrors implements ErrorShape {
    static final ErrorShape SHAPE = new OcsErrors();

    private OcsErrors() {}

    @Override
    public void answer(Request request, Response response, RequestRefused refusal) {
        refusal.headers().forEach(response::header);
        int code =
                switch (refusal.status()) {
                    case 401 -> OcsVersion.NOT_SIGNED_IN;
                    case 500 -> OcsVersion.SERVER_ERROR;
                    default -> refusal.status();
                };
        OcsEnvelope.write(request, response, OcsAnswer.failure(code, refusal.message()), refusal.status());
    }

    @Override
    public String challenge() {
        return "realm=\"Authorisation Required\"";
    }
}
