package coffer.server.webdav;

import coffer.base.ObjectId;
import coffer.blobs.ObjectReader;
import coffer.files.CheckResult;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.server.archive.ArchiveFormat;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * GET and HEAD (RFC 9110, sections 9.3.1, 13 and 14). Bodies are never compressed and always have a length: the desktop
 * client compares it with what arrives.
 */
final class GetHandler {

    private static final byte[] COLLECTION_TEXT =
            "This is a folder. Programs that speak WebDAV can open it; a browser cannot.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    void handle(FilesCall call) throws IOException {
        Entry entry;
        switch (call.homes().check(call.existing(), call.conditions())) {
            case CheckResult.Passed(var found) -> entry = found;
            case Refusal.PreconditionFailed(var field, var current)
            when field == Conditions.Field.IF_NONE_MATCH && current != null -> {
                notModified(call, current);
                return;
            }
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
        }
        ObjectId object = entry.object();
        if (object == null) {
            collection(call, entry);
        } else if (unmodified(call.request(), entry)) {
            notModified(call, entry);
        } else {
            send(
                    call,
                    entry,
                    object,
                    entry.name() == null ? call.rootName() : entry.name().value());
        }
    }

    private static void collection(FilesCall call, Entry entry) throws IOException {
        Optional<ArchiveFormat> format = ArchiveRequest.format(call.request());
        if (format.isPresent()) {
            String name =
                    entry.name() == null ? ArchiveHandler.HOME : entry.name().value();
            ArchiveHandler.send(call, entry, name, format.get());
        } else {
            collection(call.request(), call.response());
        }
    }

    /** Stock servers answer 200 for a folder; the Android client asks so whether it exists. */
    static void collection(Request request, Response response) throws IOException {
        response.header("Content-Type", "text/plain;charset=UTF-8");
        response.contentLength(COLLECTION_TEXT.length);
        if (isHead(request)) {
            response.empty(200);
            return;
        }
        try (OutputStream out = response.body()) {
            out.write(COLLECTION_TEXT);
        }
    }

    /** RFC 9110, section 13.2.2, step 4: only without {@code If-None-Match}, which has been tested before. */
    private static boolean unmodified(Request request, Entry entry) {
        if (!request.headers("If-None-Match").isEmpty()) {
            return false;
        }
        return request.header("If-Modified-Since")
                .flatMap(HttpDate::parse)
                .filter(since -> !lastModified(entry).isAfter(since))
                .isPresent();
    }

    private static void notModified(FilesCall call, Entry entry) throws IOException {
        validators(call.response(), entry);
        call.response().empty(304);
    }

    /** @param name that a program shall store it under */
    static void send(FilesCall call, Entry entry, ObjectId object, String name) throws IOException {
        if (!entry.mayDownload()) {
            throw new RequestRefused(403, "This may be looked at, but not fetched.");
        }
        Response response = call.response();
        long size = entry.sizeBytes();
        boolean head = isHead(call.request());
        ByteRange range = new ByteRange(0, size);
        boolean part = false;
        // RFC 9110, section 14.2: the field has a meaning for GET alone.
        switch (ByteRange.asked(head ? Optional.empty() : applicableRange(call.request(), entry), size)) {
            case ByteRange.Asked.Whole _ -> {}
            case ByteRange.Asked.Part(var asked) -> {
                range = asked;
                part = true;
            }
            case ByteRange.Asked.Unsatisfiable _ ->
                throw new RequestRefused(416, "The file has " + size + " bytes; the range begins behind them.")
                        .withHeader("Content-Range", "bytes */" + size)
                        .withHeader("ETag", entry.etag().quoted());
        }
        validators(response, entry);
        response.header("Content-Type", MediaTypes.contentType(name));
        // Never shown inside a page of this address, whatever the file pretends to be.
        response.header("Content-Disposition", disposition(name));
        response.header("Accept-Ranges", "bytes");
        response.header("X-Accel-Buffering", "no");
        response.header(
                "OC-FileId", FileProperties.fileId(entry, call.services().instanceId()));
        // Checksums come in the order of preference of the desktop client, which reads one.
        entry.checksums().stream()
                .min((a, b) -> a.algorithm().compareTo(b.algorithm()))
                .ifPresent(checksum -> response.header("OC-Checksum", checksum.toString()));
        if (part) {
            response.header("Content-Range", range.contentRange(size));
        }
        response.contentLength(range.length());
        if (head) {
            response.empty(200);
            return;
        }
        response.status(part ? 206 : 200);
        try (ObjectReader reader = call.services().objects().open(object);
                OutputStream out = response.body()) {
            reader.transfer(range.from(), range.toExclusive(), out);
        }
    }

    private static void validators(Response response, Entry entry) {
        response.header("ETag", entry.etag().quoted());
        response.header("OC-ETag", entry.etag().quoted());
        response.header("Last-Modified", HttpDate.format(entry.modified()));
    }

    /** The range, unless {@code If-Range} names another state of the file (RFC 9110, section 13.1.5). */
    private static Optional<String> applicableRange(Request request, Entry entry) {
        Optional<String> condition = request.header("If-Range").map(String::strip);
        boolean holds = condition.isEmpty()
                || condition.get().equals(entry.etag().quoted())
                || HttpDate.parse(condition.get())
                        .filter(lastModified(entry)::equals)
                        .isPresent();
        return holds ? request.header("Range") : Optional.empty();
    }

    private static Instant lastModified(Entry entry) {
        return entry.modified().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String disposition(String name) {
        String encoded = Href.encodeStrictly(name);
        return "attachment; filename*=UTF-8''" + encoded + "; filename=\"" + encoded + "\"";
    }

    private static boolean isHead(Request request) {
        return request.method().equals("HEAD");
    }
}
