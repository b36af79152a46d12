package coffer.adapter.kms;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a service has answered.
 *
 * @param body missing when it is no JSON
 */
record Answer(int status, JsonNode body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;

    private static final int ERRORS_LENGTH_MAX = 300;

    static Answer of(int status, byte[] body) {
        try {
            return new Answer(status, JsonMapper.shared().readTree(body));
        } catch (JacksonException _) {
            // A proxy's page, or nothing; what is said about it follows from the status.
            return new Answer(status, MissingNode.getInstance());
        }
    }

    /** A text within {@code data}, or empty. */
    String text(String field) {
        return body.path("data").path(field).stringValue("");
    }

    boolean flag(String field) {
        return body.path("data").path(field).booleanValue(false);
    }

    /** What the service says is wrong, as one printable line of bounded length; may be empty. */
    String errors() {
        String all = body.path("errors")
                .valueStream()
                .map(error -> error.stringValue(""))
                .collect(Collectors.joining("; "));
        String line = all.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= ERRORS_LENGTH_MAX ? line : line.substring(0, ERRORS_LENGTH_MAX) + "…";
    }
}
