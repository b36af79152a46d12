package coffer.server.webdav;

import coffer.base.Checksum;
import coffer.files.ChecksumResult;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.files.Upload;
import coffer.files.WriteResult;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.util.Map;

/** PUT with the fields of the sync clients, and PATCH, which only ever calculates a checksum. */
final class PutHandler {

    void put(FilesCall call) throws IOException {
        Request request = call.request();
        if (!request.headers("Content-Range").isEmpty()) {
            // RFC 9110, section 9.3.4: taking a part for the whole would damage the file.
            throw RequestRefused.badRequest(
                    "A part of a file cannot be stored; the header Content-Range must be absent.");
        }
        Spot spot = call.wanted();
        if (request.trailingSlash()) {
            throw new RequestRefused(409, "The address ends like that of a folder, and only a file has content.");
        }
        Upload upload = new Upload(
                request.body(),
                exactBytes(request),
                Fields.time(request, "X-OC-MTime"),
                Fields.time(request, "X-OC-CTime"),
                Fields.checksum(request),
                Fields.totalLength(request),
                Fields.makeParents(request),
                Fields.calculate(request));
        WriteResult result = call.files().write(spot.view(), spot.path(), upload, call.conditions());
        answer(result, call);
    }

    /** The announced length; Finder, which sends its bodies chunked, announces it in a field of its own. */
    private static long exactBytes(Request request) {
        return request.contentLength() >= 0
                ? request.contentLength()
                : Fields.length(request, "X-Expected-Entity-Length");
    }

    /** Tells how a write ended; also used where an upload in chunks is assembled. */
    static void answer(WriteResult result, FilesCall call) throws IOException {
        switch (result) {
            case WriteResult.Created(var entry, var calculated) -> stored(call, entry, calculated, 201);
            case WriteResult.Replaced(var entry, var _, var calculated) -> stored(call, entry, calculated, 204);
            case Refusal.NoParent refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
            case Refusal.QuotaExceeded refusal -> throw Refusals.of(refusal, call);
            case Refusal.IsCollection refusal -> throw Refusals.of(refusal, call);
            case Refusal.WrongLength refusal -> throw Refusals.of(refusal, call);
            case Refusal.WrongChecksum refusal -> throw Refusals.of(refusal, call);
            case Refusal.TooLarge refusal -> throw Refusals.of(refusal, call);
        }
    }

    /** Without tag and id the desktop client reports that the server "did not acknowledge" the upload. */
    private static void stored(FilesCall call, Entry entry, Map<Checksum.Algorithm, Checksum> calculated, int status)
            throws IOException {
        Request request = call.request();
        Response response = call.response();
        response.header(
                "OC-FileId", FileProperties.fileId(entry, call.services().instanceId()));
        response.header("ETag", entry.etag().quoted());
        response.header("OC-ETag", entry.etag().quoted());
        if (!request.headers("X-OC-MTime").isEmpty()) {
            response.header("X-OC-MTime", "accepted");
        }
        if (!request.headers("X-OC-CTime").isEmpty()) {
            response.header("X-OC-CTime", "accepted");
        }
        calculated.forEach((algorithm, sum) -> response.header("X-Hash-" + algorithm.wireName(), sum.hex()));
        response.empty(status);
    }

    /** {@code PATCH} with {@code X-Recalculate-Hash}: the desktop client asks so when a download does not fit its sum. */
    void recalculate(FilesCall call) throws IOException {
        String wanted = call.request()
                .header("X-Recalculate-Hash")
                .orElseThrow(() -> RequestRefused.badRequest(
                        "PATCH only calculates checksums; the header X-Recalculate-Hash must name one."));
        Checksum.Algorithm algorithm = Checksum.Algorithm.named(wanted.strip())
                .orElseThrow(() -> RequestRefused.badRequest("This checksum is not known here."));
        Spot spot = call.existing();
        switch (call.files().recalculate(spot.view(), spot.path(), algorithm)) {
            case ChecksumResult.Calculated(var _, var checksum) -> {
                call.response().header("OC-Checksum", checksum.toString());
                call.response().empty(204);
            }
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.IsCollection _ -> throw RequestRefused.notFound("A folder has no checksum.");
        }
    }
}
