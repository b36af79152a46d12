package coffer.server.ocs;

import coffer.base.FileId;
import coffer.events.Cursor;
import coffer.history.History;
import coffer.history.HistoryEntry;
import coffer.history.HistoryPage;
import coffer.server.http.RequestRefused;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What has happened to a file, newest first: a call of this server's own, in the dialect of the others. */
final class HistoryCalls {
    /** Acts of an answer when the call does not say. */
    static final int LIMIT_DEFAULT = 50;

    private static final Pattern FILE_ID = Pattern.compile("[0-9]{1,18}");

    private final FileHistory histories;

    HistoryCalls(FileHistory histories) {
        this.histories = histories;
    }

    List<OcsRoute> routes() {
        return List.of(OcsRoute.of("GET", "apps/coffer/api/v1/files/{fileId}/history", this::history));
    }

    private OcsAnswer history(OcsCall call) {
        int limit = call.number("limit", LIMIT_DEFAULT, 1, History.PAGE_MAX);
        @Nullable Cursor before = cursor(call.textOrEmpty("cursor"));
        String id = call.path("fileId");
        if (!FILE_ID.matcher(id).matches()) {
            return unknown();
        }
        FileId file = new FileId(Long.parseLong(id));
        Optional<HistoryPage> page = histories.of(call.actor(), call.account(), file, before, limit);
        return page.map(found -> OcsAnswer.ok(data(file, found))).orElseGet(HistoryCalls::unknown);
    }

    private static @Nullable Cursor cursor(String text) {
        try {
            return text.isEmpty() ? null : Cursor.parse(text);
        } catch (IllegalArgumentException _) {
            throw RequestRefused.badRequest("cursor must be one that an earlier answer has given.");
        }
    }

    /** The answer for a file that is not there or that the caller does not see. */
    private static OcsAnswer unknown() {
        return OcsAnswer.failure(404, "The file does not exist");
    }

    private static ObjectNode data(FileId file, HistoryPage page) {
        ObjectNode data = OcsAnswer.map().put("fileId", file.value());
        ArrayNode entries = data.putArray("entries");
        page.entries().forEach(entry -> entries.add(entry(entry)));
        Cursor next = page.next();
        return data.put("cursor", next == null ? "" : next.toString());
    }

    private static ObjectNode entry(HistoryEntry entry) {
        ObjectNode node = OcsAnswer.map()
                .put("cursor", entry.at().toString())
                .put("time", entry.time().toString())
                .put("act", entry.act().word());
        node.putObject("actor").put("kind", word(entry.actor())).put("id", entry.uid());
        node.putObject("device")
                .put("kind", word(entry.device().kind()))
                .put("name", entry.device().name());
        return node.put("pathBefore", entry.pathBefore())
                .put("pathAfter", entry.pathAfter())
                .put("sizeBefore", entry.sizeBeforeBytes())
                .put("sizeAfter", entry.sizeAfterBytes());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
