package coffer.server.webdav;

import coffer.files.Entry;
import coffer.server.archive.ArchiveFormat;
import coffer.server.archive.Archives;
import coffer.server.archive.Member;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A collection as one archive, sent as it is made. How long it becomes is not known, so that a client learns from the framing of HTTP alone whether
 * it has all of it: an answer that cannot be completed is broken off.
 */
final class ArchiveHandler {

    /** What the archive of a whole home is called, and the folder in it. */
    static final String HOME = "files";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private ArchiveHandler() {}

    /** @param name what the collection is called by whoever looks at it */
    static void send(FilesCall call, Entry collection, String name, ArchiveFormat format) throws IOException {
        if (!collection.mayDownload()) {
            throw new RequestRefused(403, "This may be looked at, but not fetched.");
        }
        List<Member> members = ArchiveRequest.members(call, collection, name);
        if (call.request().method().equals("HEAD")) {
            header(call.response(), name, format);
            call.response().empty(200);
            return;
        }
        try (Archives.Turn turn = call.services().archives().turn().orElseThrow(ArchiveHandler::busy)) {
            header(call.response(), name, format);
            turn.write(call.existing().view(), members, format, call.response().body());
        }
    }

    private static void header(Response response, String name, ArchiveFormat format) {
        response.header("Content-Type", format.mediaType());
        response.header("Content-Disposition", disposition(name + "." + format.extension()));
        response.header("Vary", "Accept, X-NC-Files");
        response.header("Accept-Ranges", "none");
        response.header("X-Accel-Buffering", "no");
    }

    private static RequestRefused busy() {
        return RequestRefused.later(503, "Enough archives are being made at this moment.", RETRY_AFTER);
    }

    /** RFC 6266, section 4.3 and appendix D: a name that is not plain ASCII comes twice, for old readers with marks in it. */
    static String disposition(String name) {
        String plain = name.codePoints()
                .map(c -> isPlain(c) ? c : '_')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String simple = "attachment; filename=\"" + plain + "\"";
        return plain.equals(name) ? simple : simple + "; filename*=UTF-8''" + Href.encodeStrictly(name);
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
    }
}
