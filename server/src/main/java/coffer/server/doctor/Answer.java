package coffer.server.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param headers by name in lower case
 * @param body its beginning, as text
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
    List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** Whether a text stands anywhere in it, in whatever case. */
    boolean mentions(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return body.toLowerCase(Locale.ROOT).contains(wanted)
                || headers.values().stream().flatMap(List::stream).anyMatch(value -> value.toLowerCase(Locale.ROOT)
                        .contains(wanted));
    }
}
