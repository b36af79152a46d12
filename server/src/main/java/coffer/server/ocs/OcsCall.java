package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.server.http.FormData;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One call: the request, what stands in its path, and its parameters, which query, form and JSON body share. The body
 * wins over the query, later values over earlier ones. PUT and DELETE may carry a form too.
 */
final class OcsCall {
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Request request;
    private final Map<String, String> path;
    private final Map<String, List<String>> parameters;

    private OcsCall(Request request, Map<String, String> path, Map<String, List<String>> parameters) {
        this.request = request;
        this.path = path;
        this.parameters = parameters;
    }

    /**
     * @param path the variable segments by the names of the pattern
     * @throws RequestRefused 400 for parameters that cannot be read, 413 for too many of them
     */
    static OcsCall read(Request request, Map<String, String> path) throws IOException {
        Map<String, List<String>> parameters = new LinkedHashMap<>(request.query());
        String type = request.header("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        switch (type) {
            case "application/x-www-form-urlencoded" -> parameters.putAll(FormData.parse(text(request)));
            case "application/json" -> parameters.putAll(json(request));
            default -> {
                // No parameters in it; the kit reads it to its end.
            }
        }
        return new OcsCall(request, path, parameters);
    }

    Request request() {
        return request;
    }

    Actor actor() {
        return request.actor();
    }

    Account account() {
        return request.account();
    }

    /** A variable segment of the path; the pattern says that it is there. */
    String path(String name) {
        return Objects.requireNonNull(path.get(name), name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getLast);
    }

    /** Empty text when it is not there. */
    String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    /** A list as the clients write it: {@code name[]=a&name[]=b}, {@code name[0]=a} or an array of JSON. */
    List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        parameters.forEach((key, list) -> {
            if (key.equals(name) || (key.startsWith(name + "[") && key.endsWith("]"))) {
                values.addAll(list);
            }
        });
        return values;
    }

    /**
     * A number.
     *
     * @throws RequestRefused 400 when it is no number of the range
     */
    int number(String name, int otherwise, int min, int max) {
        String text = textOrEmpty(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number < min) {
                throw RequestRefused.badRequest(name + " must be at least " + min + ".");
            }
            return Math.min(number, max);
        } catch (NumberFormatException _) {
            throw RequestRefused.badRequest(name + " must be a number.");
        }
    }

    private static String text(Request request) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.bodyBytes(BODY_BYTES_MAX)))
                    .toString();
        } catch (CharacterCodingException _) {
            throw RequestRefused.badRequest("The form is not UTF-8.");
        }
    }

    private static Map<String, List<String>> json(Request request) throws IOException {
        byte[] body = request.bodyBytes(BODY_BYTES_MAX);
        if (body.length == 0) {
            return Map.of();
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException _) {
            throw RequestRefused.badRequest("The body is not JSON.");
        }
        if (!root.isObject() || root.size() > FormData.PARAMETERS_MAX) {
            throw RequestRefused.badRequest(
                    "The body must be one object with at most " + FormData.PARAMETERS_MAX + " members.");
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        root.properties().forEach(member -> {
            List<String> values = new ArrayList<>();
            if (member.getValue().isArray()) {
                member.getValue().forEach(item -> values.add(scalar(item)));
            } else if (!member.getValue().isNull()) {
                values.add(scalar(member.getValue()));
            }
            if (!values.isEmpty()) {
                parameters.put(member.getKey(), values);
            }
        });
        return parameters;
    }

    private static String scalar(JsonNode value) {
        if (value.isContainer()) {
            throw RequestRefused.badRequest("Parameters are texts, numbers, truth values and lists of these.");
        }
        // As a form would say it.
        return value.isBoolean() ? value.booleanValue() ? "1" : "0" : value.asString();
    }
}
