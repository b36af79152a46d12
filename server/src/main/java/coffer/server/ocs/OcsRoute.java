package coffer.server.ocs;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table of calls.
 *
 * @param method the HTTP method; GET answers HEAD too
 * @param pattern segments below the version; {@code {name}} is any one
 * @param signedIn whether somebody must have signed in
 * @param confirmed whether a browser must have typed its password lately
 * @param action what answers
 */
record OcsRoute(String method, List<String> pattern, boolean signedIn, boolean confirmed, Action action) {
    /** Answers a call. */
    @FunctionalInterface
    interface Action {
        OcsAnswer answer(OcsCall call);
    }

    OcsRoute {
        pattern = List.copyOf(pattern);
    }

    /** For accounts. */
    static OcsRoute of(String method, String pattern, Action action) {
        return new OcsRoute(method, Arrays.asList(pattern.split("/", -1)), true, false, action);
    }

    /** For accounts, and for browsers only when the password was typed lately. */
    static OcsRoute confirmed(String method, String pattern, Action action) {
        return new OcsRoute(method, Arrays.asList(pattern.split("/", -1)), true, true, action);
    }

    /** For everybody. */
    static OcsRoute open(String method, String pattern, Action action) {
        return new OcsRoute(method, Arrays.asList(pattern.split("/", -1)), false, false, action);
    }

    boolean answers(String requestMethod) {
        return method.equals(requestMethod) || (method.equals("GET") && requestMethod.equals("HEAD"));
    }

    /** The variable segments by name, or empty when the path is another one. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String part = pattern.get(i);
            if (isVariable(part)) {
                variables.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** The segments before the first variable one. */
    List<String> literalPrefix() {
        return pattern.stream().takeWhile(part -> !isVariable(part)).toList();
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }
}
