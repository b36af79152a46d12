package coffer.server.ocs;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outcome of one call.
 *
 * @param code the code of the envelope; 0 stands for success, whose number depends on the version
 * @param message for people; "OK" on success
 * @param data what the clients read; an empty list when there is nothing to say
 * @param headers further headers of the answer
 */
record OcsAnswer(int code, String message, JsonNode data, Map<String, String> headers) {
    private static final int SUCCESS = 0;

    OcsAnswer {
        headers = Map.copyOf(headers);
    }

    static OcsAnswer ok(JsonNode data) {
        return new OcsAnswer(SUCCESS, "OK", data, Map.of());
    }

    static OcsAnswer done() {
        return ok(list());
    }

    static OcsAnswer failure(int code, String message) {
        return new OcsAnswer(code, message, list(), Map.of());
    }

    OcsAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OcsAnswer(code, message, data, more);
    }

    int code(OcsVersion version) {
        return code == SUCCESS ? version.success() : code;
    }

    static ObjectNode map() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A map with one list of texts, the form of most lists here. */
    static ObjectNode texts(String name, Iterable<String> values) {
        ObjectNode map = map();
        ArrayNode list = map.putArray(name);
        values.forEach(list::add);
        return map;
    }
}
