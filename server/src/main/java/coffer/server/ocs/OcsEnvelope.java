package coffer.server.ocs;

import coffer.server.http.Request;
import coffer.server.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes answers: {@code meta} and {@code data} below {@code ocs}, as JSON or XML. JSON is compact and {@code statuscode}
 * stands in {@code meta} before the data: the desktop client (3.16) finds it in the raw bytes with a regular expression
 * that allows no blank after the colon.
 */
final class OcsEnvelope {
    static final String JSON = "application/json; charset=utf-8";
    static final String XML = "application/xml; charset=utf-8";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private OcsEnvelope() {}

    /** How the client wants its answers. */
    enum Format {
        JSON,
        XML;

        /**
         * The query decides, then the first {@code application/…} of {@code Accept}; the default is XML, which the
         * Android app relies on for shares.
         */
        static Format of(String rawQuery, List<String> accept) {
            for (String parameter : rawQuery.split("&", -1)) {
                if (parameter.startsWith("format=")) {
                    return parameter.equals("format=json") ? JSON : XML;
                }
            }
            for (String line : accept) {
                for (String range : line.split(",", -1)) {
                    String type = range.split(";", 2)[0].strip();
                    if (type.startsWith("application/")) {
                        return type.equals("application/json") ? JSON : XML;
                    }
                }
            }
            return XML;
        }
    }

    static void write(Request request, Response response, OcsAnswer answer) {
        OcsVersion version = OcsVersion.of(request);
        write(request, response, answer, version.httpStatus(answer.code(version)));
    }

    /** With a status of its own, for what is no outcome of a call. */
    static void write(Request request, Response response, OcsAnswer answer, int httpStatus) {
        response.header("Cache-Control", "no-cache, no-store, must-revalidate");
        answer.headers().forEach(response::header);
        OcsVersion version = OcsVersion.of(request);
        ObjectNode ocs = OcsAnswer.map();
        ocs.set("meta", meta(version, answer));
        ocs.set("data", answer.data());
        switch (Format.of(request.rawQuery().orElse(""), request.headers("Accept"))) {
            case JSON ->
                response.send(
                        httpStatus,
                        JSON,
                        MAPPER.writeValueAsBytes(OcsAnswer.map().set("ocs", ocs)));
            case XML -> response.send(httpStatus, XML, OcsXml.document(ocs));
        }
    }

    private static JsonNode meta(OcsVersion version, OcsAnswer answer) {
        int code = answer.code(version);
        ObjectNode meta = OcsAnswer.map()
                .put("status", version.isSuccess(code) ? "ok" : "failure")
                .put("statuscode", code)
                .put("message", answer.message());
        if (version == OcsVersion.V1) {
            meta.put("totalitems", "").put("itemsperpage", "");
        }
        return meta;
    }
}
