package coffer.server.ocs;

import coffer.server.http.Access;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the row for a call. What no row covers is 998, which is 404 in version 2: clients probe for applications that are
 * not there and must not take a page or a redirect for one.
 */
final class OcsTable {
    private final List<OcsRoute> rows;
    private final SessionConfirmation confirmation;

    OcsTable(List<OcsRoute> rows, SessionConfirmation confirmation) {
        this.rows = List.copyOf(rows);
        this.confirmation = confirmation;
    }

    /**
     * The routes of the HTTP kit: one for each version, and one for each literal beginning of a pattern, so that events
     * and logs name the call and not only the version.
     */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (OcsVersion version : OcsVersion.values()) {
            Set<List<String>> prefixes = new LinkedHashSet<>();
            prefixes.add(List.of());
            rows.forEach(row -> prefixes.add(row.literalPrefix()));
            for (List<String> prefix : prefixes) {
                String path = version.prefix() + (prefix.isEmpty() ? "" : "/" + String.join("/", prefix));
                routes.add(Route.of(path, Access.OPTIONAL, OcsErrors.SHAPE, this::answer));
            }
        }
        return routes;
    }

    private void answer(Request request, Response response) throws IOException {
        List<String> whole = request.path().segments();
        // The version has two segments.
        List<String> segments = whole.subList(2, whole.size());
        List<String> allowed = new ArrayList<>();
        for (OcsRoute row : rows) {
            Optional<Map<String, String>> variables = row.match(segments);
            if (variables.isEmpty()) {
                continue;
            }
            if (row.answers(request.method())) {
                answer(request, response, row, variables.get());
                return;
            }
            allowed.add(row.method());
        }
        if (!allowed.isEmpty()) {
            throw RequestRefused.methodNotAllowed(allowed.toArray(String[]::new));
        }
        OcsEnvelope.write(request, response, OcsAnswer.failure(OcsVersion.NOT_FOUND, "There is no such call."));
    }

    private void answer(Request request, Response response, OcsRoute row, Map<String, String> variables)
            throws IOException {
        if (row.signedIn()) {
            request.account();
        }
        if (row.confirmed() && confirmation.needed(request)) {
            OcsEnvelope.write(request, response, SessionConfirmation.missing());
            return;
        }
        OcsAnswer answer = row.action().answer(OcsCall.read(request, variables));
        String etag = answer.headers().getOrDefault("ETag", "");
        if (!etag.isEmpty() && EntityTagList.matches(request, etag)) {
            answer.headers().forEach(response::header);
            response.empty(304);
            return;
        }
        OcsEnvelope.write(request, response, answer);
    }
}
