package coffer.server.webdav;

import coffer.files.MakeResult;
import coffer.files.PropertyChange;
import coffer.files.PropertyOutcome;
import coffer.files.PropertyOutcome.Verdict;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.server.http.RequestRefused;
import coffer.server.webdav.ProppatchBody.Instruction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** MKCOL (RFC 4918, section 9.3), with properties set in the same step (RFC 5689). */
final class MkcolHandler {

    private static final XmlName RESOURCETYPE = XmlName.dav("resourcetype");

    void handle(FilesCall call) throws IOException {
        Spot spot = call.wanted();
        ProppatchBody properties = properties(call);
        List<PropertyChange> changes =
                properties.instructions().stream().map(FileProperties::change).toList();
        switch (call.files().makeCollection(spot.view(), spot.path(), call.conditions(), changes)) {
            case MakeResult.Made(var entry) -> {
                // Both desktop clients and Android store the id they find here.
                call.response()
                        .header(
                                "OC-FileId",
                                FileProperties.fileId(entry, call.services().instanceId()));
                call.response().empty(201);
            }
            case Refusal.PropertiesRefused(var outcomes) -> refuse(call, properties, outcomes);
            case Refusal.NameTaken refusal -> throw Refusals.of(refusal, call);
            case Refusal.NoParent refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
            case Refusal.QuotaExceeded refusal -> throw Refusals.of(refusal, call);
        }
    }

    /** The properties to set, without the resource type, which can only be that of a collection. */
    private static ProppatchBody properties(FilesCall call) throws IOException {
        byte[] body = call.body();
        if (body.length == 0) {
            return new ProppatchBody(List.of());
        }
        String type = call.request().header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/xml") && !type.startsWith("text/xml")) {
            throw new RequestRefused(415, "The body of MKCOL must be XML."); // RFC 4918, section 9.3.1
        }
        List<Instruction> kept = new ArrayList<>();
        for (Instruction instruction : ProppatchBody.parseMkcol(body).instructions()) {
            if (!instruction.name().equals(RESOURCETYPE)) {
                kept.add(instruction);
            } else if (instruction instanceof Instruction.Set set
                    && !isPlainCollection(set.value().xml())) {
                throw new RequestRefused(403, "Only plain collections can be made.")
                        .withDavElement("<d:valid-resourcetype/>"); // RFC 5689, section 3.3
            }
        }
        return new ProppatchBody(kept);
    }

    private static boolean isPlainCollection(String resourceType) {
        XmlCursor cursor = XmlCursor.open(("<r>" + resourceType + "</r>").getBytes(StandardCharsets.UTF_8));
        XmlName first = cursor.child();
        if (first == null || !first.isDav("collection")) {
            return false;
        }
        cursor.skip();
        return cursor.child() == null;
    }

    /** RFC 5689, section 3: nothing was made; the answer has the status of the property that failed. */
    private static void refuse(FilesCall call, ProppatchBody properties, List<PropertyOutcome> outcomes)
            throws IOException {
        int status = outcomes.stream()
                .map(PropertyOutcome::verdict)
                .filter(verdict -> verdict != Verdict.DONE && verdict != Verdict.FAILED_DEPENDENCY)
                .mapToInt(ProppatchHandler::status)
                .findFirst()
                .orElse(424);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlBuffer out = new XmlBuffer(bytes);
        out.raw("<?xml version=\"1.0\"?>\n<d:mkcol-response")
                .raw(Prefixes.DECLARATIONS)
                .raw(">");
        ProppatchHandler.writePropstats(properties, outcomes, out);
        out.raw("</d:mkcol-response>").finish();
        call.response().send(status, Multistatus.CONTENT_TYPE, bytes.toByteArray());
    }
}
