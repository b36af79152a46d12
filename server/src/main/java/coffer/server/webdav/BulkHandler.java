package coffer.server.webdav;

import coffer.db.DatabaseFull;
import coffer.disk.StorageFull;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.files.WriteResult;
import coffer.server.http.BodyRefused;
import coffer.server.http.Multipart;
import coffer.server.http.PartFields;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many small files in one request: {@code POST} of {@code multipart/related} (RFC 2387), each part one file with the
 * fields of a PUT, as the desktop client (3.7 and later) sends it where the server offers {@code dav.bulkupload}.
 *
 * <p>Each part is written like a PUT of its own and is durable when the answer goes out. A part whose file is refused
 * fails alone, and the client sends that file again by itself. A part that is no part (broken syntax, a field missing, a
 * checksum that does not fit) ends the request with 400, since nothing behind it can be trusted; the answer then tells
 * of the parts before it.
 */
final class BulkHandler {
    /** The desktop client sends at most 100. */
    static final int PARTS_MAX = 500;

    /** The clients send up to ten lines, proxies add none inside of a body. */
    static final int HEADER_LINES_MAX = 32;

    /** Room for the longest path in raw UTF-8, the conditions, and more. */
    static final int HEADER_BYTES_MAX = 16 * 1024;

    /** As much as clients send in one chunk of a chunked upload; larger files belong there. */
    static final long PART_BYTES_MAX = 100L * 1024 * 1024;

    /** Twice what the desktop client (3.16) can send: 100 files that are smaller than its smallest chunk of 5 MB. */
    static final long BODY_BYTES_MAX = 1024L * 1024 * 1024;

    private static final Multipart.Limits LIMITS = new Multipart.Limits(PARTS_MAX, HEADER_LINES_MAX, HEADER_BYTES_MAX);

    private static final Logger LOG = LoggerFactory.getLogger(BulkHandler.class);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Services services;

    BulkHandler(Services services) {
        this.services = services;
    }

    void handle(Request request, Response response) throws IOException {
        if (!request.segments().isEmpty()) {
            throw Refusals.notFound(request.segments());
        }
        if (!request.method().equals("POST")) {
            throw WebDav.notAllowed(request.method(), "POST");
        }
        Multipart parts = Multipart.of(request, "related", LIMITS);
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        int status = 200;
        try {
            storeAll(parts, request, response, results);
        } catch (RequestRefused e) {
            status = broken(request, e);
        } catch (BodyRefused e) {
            if (e.refusal().status() != 400) {
                throw e;
            }
            status = broken(request, e.refusal());
        }
        // PHP writes an empty map like that, and the clients were made for it.
        String text = results.isEmpty() ? "[]" : MAPPER.writeValueAsString(results);
        response.send(status, "application/json; charset=utf-8", text);
    }

    private static int broken(Request request, RequestRefused reason) {
        LOG.debug("request {} ended at a broken part: {}", request.id(), reason.message());
        return reason.status();
    }

    private void storeAll(Multipart parts, Request request, Response response, ObjectNode results) throws IOException {
        for (Optional<PartFields> fields = parts.next(); fields.isPresent(); fields = parts.next()) {
            BulkPart part = BulkPart.of(fields.get());
            InputStream content = parts.content(part.bytes());
            FilesCall call = new FilesCall(services, request, response, place(request, part));
            results.set(part.path(), store(call, part, content));
        }
    }

    /** The files of the account under the first spelling of the tree. */
    private static Place.InFiles place(Request request, BulkPart part) {
        List<String> root = new ArrayList<>(DavTree.ROOTS.getFirst());
        root.add("files");
        root.add(request.account().uid());
        return new Place.InFiles(root, part.names());
    }

    /** Stores one file, and says how that ended in the words of the client. */
    private static ObjectNode store(FilesCall call, BulkPart part, InputStream content) throws IOException {
        if (part.bytes() > PART_BYTES_MAX) {
            return failed("A file of more than " + PART_BYTES_MAX + " bytes must be uploaded alone.");
        }
        WriteResult result;
        try {
            Spot spot = call.wanted();
            result = call.files()
                    .write(
                            spot.view(),
                            spot.path(),
                            part.upload(content),
                            Fields.conditions(part.fields()::value, call::inView));
        } catch (RequestRefused e) {
            return failed(e.message());
        } catch (StorageFull | DatabaseFull e) {
            LOG.error("request {} found no room: {}", call.request().id(), e.toString());
            return failed("The server has no room left.");
        }
        return switch (result) {
            case WriteResult.Created(var entry, var _) -> stored(call, entry);
            case WriteResult.Replaced(var entry, var _, var _) -> stored(call, entry);
            case Refusal.WrongChecksum refusal -> throw Refusals.of(refusal, call);
            case Refusal.WrongLength refusal -> throw Refusals.of(refusal, call);
            case Refusal refusal -> failed(Refusals.of(refusal, call).message());
        };
    }

    private static ObjectNode stored(FilesCall call, Entry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error", false)
                .put("etag", entry.etag().hex())
                .put("fileid", FileProperties.fileId(entry, call.services().instanceId()))
                .put("permissions", FileProperties.letters(entry));
    }

    private static ObjectNode failed(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", true).put("message", message);
    }
}
