package coffer.server.webdav;

import coffer.files.PatchResult;
import coffer.files.PropertyChange;
import coffer.files.PropertyOutcome;
import coffer.files.PropertyOutcome.Verdict;
import coffer.files.Refusal;
import coffer.files.Spot;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PROPPATCH (RFC 4918, section 9.2): all instructions are carried out, or none. */
final class ProppatchHandler {

    void handle(FilesCall call) throws IOException {
        ProppatchBody body = ProppatchBody.parse(call.body());
        Spot spot = call.existing();
        List<PropertyChange> changes =
                body.instructions().stream().map(FileProperties::change).toList();
        switch (call.files().patch(spot.view(), spot.path(), changes, call.conditions())) {
            case PatchResult.Patched(var entry, var outcomes) ->
                answer(call, call.href(spot, entry.collection()), body, outcomes);
            case Refusal.PropertiesRefused(var outcomes) -> answer(call, call.href(spot, false), body, outcomes);
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
        }
    }

    private static void answer(FilesCall call, String href, ProppatchBody body, List<PropertyOutcome> outcomes)
            throws IOException {
        try (Multistatus answer = Multistatus.begin(call.response())) {
            answer.out().raw("<d:response><d:href>").raw(href).raw("</d:href>");
            writePropstats(body, outcomes, answer.out());
            answer.out().raw("</d:response>");
            answer.end();
        }
    }

    /** One propstat for each outcome, with the names in the order of the instructions, each name once. */
    static void writePropstats(ProppatchBody body, List<PropertyOutcome> outcomes, XmlBuffer out) throws IOException {
        Map<XmlName, Verdict> verdicts = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            XmlName name = body.instructions().get(i).name();
            Verdict verdict = outcomes.get(i).verdict();
            // Of several instructions for one name the one that failed counts.
            verdicts.merge(name, verdict, (before, after) -> weight(after) > weight(before) ? after : before);
        }
        Map<Verdict, Set<XmlName>> names = new EnumMap<>(Verdict.class);
        verdicts.forEach((name, verdict) ->
                names.computeIfAbsent(verdict, _ -> new LinkedHashSet<>()).add(name));
        Prefixes prefixes = new Prefixes();
        for (Map.Entry<Verdict, Set<XmlName>> group : names.entrySet()) {
            out.raw("<d:propstat><d:prop>");
            for (XmlName name : group.getValue()) {
                out.raw('<').raw(prefixes.declared(name)).raw("/>");
            }
            out.raw("</d:prop><d:status>HTTP/1.1 ")
                    .raw(statusLine(group.getKey()))
                    .raw("</d:status>");
            if (group.getKey() == Verdict.FORBIDDEN) {
                out.raw("<d:error><d:cannot-modify-protected-property/></d:error>"); // RFC 4918, section 16
            }
            out.raw("</d:propstat>");
        }
    }

    static int status(Verdict verdict) {
        return switch (verdict) {
            case DONE -> 200;
            case FORBIDDEN -> 403;
            case CONFLICT -> 409;
            case INSUFFICIENT_STORAGE -> 507;
            case FAILED_DEPENDENCY -> 424;
        };
    }

    private static String statusLine(Verdict verdict) {
        return switch (verdict) {
            case DONE -> "200 OK";
            case FORBIDDEN -> "403 Forbidden";
            case CONFLICT -> "409 Conflict";
            case INSUFFICIENT_STORAGE -> "507 Insufficient Storage";
            case FAILED_DEPENDENCY -> "424 Failed Dependency";
        };
    }

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case DONE -> 0;
            case FAILED_DEPENDENCY -> 1;
            case CONFLICT, INSUFFICIENT_STORAGE, FORBIDDEN -> 2;
        };
    }
}
