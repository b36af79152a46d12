package coffer.systemtests.replay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Coffer answered.
 *
 * @param headers by name in lower case
 * @param body as the client sees it, without a content coding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OurAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
