package coffer.server.login;

import coffer.accounts.DeviceWipes;
import coffer.base.Secret;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
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
        try (Secret token = Form.read(request).secret("token")) {
            if (request.segments().equals(List.of("check"))) {
                if (wipes.check(token, request.origin())) {
                    ProgramAnswers.send(response, 200, Map.of("wipe", true));
                } else {
                    ProgramAnswers.empty(response, 404);
                }
            } else if (request.segments().equals(List.of("success"))) {
                ProgramAnswers.empty(response, wipes.done(token, request.origin()) ? 200 : 404);
            } else {
                throw RequestRefused.notFound("There is nothing here.");
            }
        }
    }
}
