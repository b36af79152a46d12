package coffer.server.login;

import coffer.accounts.DeviceWipes;
import coffer.accounts.WipeAnswer;
import coffer.base.Secret;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code POST /core/wipe/check} and {@code /core/wipe/success}: what clients ask after each 401. */
final class WipeCalls {
    private final DeviceWipes wipes;

    WipeCalls(DeviceWipes wipes) {
        this.wipes = wipes;
    }

    void handle(Request request, Response response) throws IOException {
        FlowCalls.requirePost(request);
        Form form = Form.read(request);
        try (Secret token = form.secret("token")) {
            if (request.segments().equals(List.of("check"))) {
                answer(response, wipes.check(token, request.origin()), Map.of("wipe", true));
            } else if (request.segments().equals(List.of("success"))) {
                answer(response, wipes.done(token, request.origin()), List.of());
            } else {
                throw RequestRefused.notFound("There is nothing here.");
            }
        }
    }

    private static void answer(Response response, WipeAnswer answer, Object ordered) {
        switch (answer) {
            case WipeAnswer.Ordered _ -> ProgramAnswers.send(response, 200, ordered);
            case WipeAnswer.Unknown _ -> ProgramAnswers.empty(response, 404);
            case WipeAnswer.TooMany(Duration retryAfter) ->
                throw RequestRefused.later(429, "Too many unknown devices have asked.", retryAfter);
        }
    }
}
