package coffer.server.login;

import coffer.server.http.Response;
import tools.jackson.databind.json.JsonMapper;

/** JSON for programs: what the sync clients read in the login flow and remote wipe. */
final class ProgramAnswers {
    private static final String JSON = "application/json; charset=utf-8";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ProgramAnswers() {}

    /** A map, or an empty list, which is how the clients know "done". */
    static void send(Response response, int status, Object body) {
        response.header("Cache-Control", "no-store");
        response.send(status, JSON, MAPPER.writeValueAsBytes(body));
    }

    /** How the clients know "no": an empty list. */
    static void empty(Response response, int status) {
        response.header("Cache-Control", "no-store");
        response.send(status, JSON, "[]");
    }
}
