package coffer.shares;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The attributes of a share as clients send them: a list of maps with scope, key, and value (older: enabled). */
final class ShareAttributes {
    static final int CHARS_MAX = 4_000;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ShareAttributes() {}

    /** In one form; empty text for none, nothing when it cannot be understood. */
    static Optional<String> parse(String text) {
        if (text.isBlank() || text.equals("null")) {
            return Optional.of("");
        }
        if (text.length() > CHARS_MAX) {
            return Optional.empty();
        }
        try {
            JsonNode list = MAPPER.readTree(text);
            if (!list.isArray() || !list.valueStream().allMatch(ShareAttributes::isAttribute)) {
                return Optional.empty();
            }
            return Optional.of(list.isEmpty() ? "" : MAPPER.writeValueAsString(list));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static boolean isAttribute(JsonNode node) {
        return node.isObject()
                && node.path("scope").isString()
                && node.path("key").isString()
                && (node.path("value").isValueNode() || node.path("enabled").isBoolean());
    }

    /** Whether recipients may look but not take copies. */
    static boolean forbidsDownload(String stored) {
        if (stored.isEmpty()) {
            return false;
        }
        return MAPPER.readTree(stored)
                .valueStream()
                .filter(one -> one.path("scope").asString("").equals("permissions")
                        && one.path("key").asString("").equals("download"))
                .anyMatch(
                        one -> !one.path(one.has("value") ? "value" : "enabled").asBoolean(true));
    }
}
