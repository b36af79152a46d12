package coffer.history;

import coffer.base.FileId;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one table of which events are acts on files. An event type without a row is passed over; a new one is a line.
 *
 * <p>Paths and sizes are read from the fields that the tree writes: {@code path} and {@code size_bytes} before and after the
 * act, {@code source} and {@code source_id} of a copy. Where there is no field {@code path}, the path of the target counts.
 */
final class ActTable {
    private static final Map<String, Row> ROWS = Map.ofEntries(
            row(EventType.FILE_CREATED, Act.CREATED, Way.COMES),
            row(EventType.COLLECTION_CREATED, Act.CREATED, Way.COMES),
            row(EventType.FILE_WRITTEN, Act.CHANGED, Way.STAYS),
            row(EventType.FILE_MOVED, Act.MOVED, Way.STAYS),
            row(EventType.FILE_TRANSFERRED, Act.MOVED, Way.COMES_FROM_ANOTHER),
            row(EventType.FILE_COPIED, Act.COPIED, Way.COMES_FROM_SOURCE),
            row(EventType.FILE_DELETED, Act.DELETED, Way.GOES),
            row(EventType.FILE_RESTORED, Act.RESTORED, Way.COMES),
            row(EventType.VERSION_RESTORED, Act.RESTORED, Way.STAYS),
            row(EventType.FILE_LOCKED, Act.LOCKED, Way.STAYS),
            row(EventType.FILE_UNLOCKED, Act.UNLOCKED, Way.STAYS),
            row(EventType.FILE_LOCK_EXPIRED, Act.UNLOCKED, Way.STAYS),
            row(EventType.FILE_LOCK_BROKEN, Act.UNLOCKED, Way.STAYS),
            row(EventType.FILE_PROPERTIES_CHANGED, Act.PROPERTIES_CHANGED, Way.STAYS));

    /** The kinds of targets that are nodes of the tree. */
    private static final Set<String> NODES = Set.of("file", "collection");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private static final String PATH = "path";
    private static final String SIZE = "size_bytes";
    private static final String SOURCE = "source";
    private static final String SOURCE_ID = "source_id";

    private ActTable() {}

    /** What becomes of the path of the target when the event does not say more. */
    private enum Way {
        COMES,
        STAYS,
        GOES,
        /** As {@link #COMES}: where it was in somebody else's home is not the new owner's business. */
        COMES_FROM_ANOTHER,
        /** As {@link #COMES}, and the source has an act too. */
        COMES_FROM_SOURCE
    }

    private record Row(Act act, Way way) {}

    /**
     * What an event says of one file; see {@link HistoryEntry}.
     */
    record Told(
            FileId file,
            Act act,
            String pathBefore,
            String pathAfter,
            @Nullable Long sizeBeforeBytes,
            @Nullable Long sizeAfterBytes) {}

    private static Map.Entry<String, Row> row(EventType type, Act act, Way way) {
        return Map.entry(type.word(), new Row(act, way));
    }

    /** Whether events with this name are worth decoding. */
    static boolean knows(String typeName) {
        return ROWS.containsKey(typeName);
    }

    /** What a successful event tells, of at most two different files; empty when it is not about a file. */
    static List<Told> told(Event event) {
        Row row = ROWS.get(event.type().word());
        Target target = event.target();
        Long id = number(target.id());
        if (row == null || id == null || !NODES.contains(target.kind())) {
            return List.of();
        }
        Told told = new Told(
                new FileId(id),
                row.act,
                pathBefore(row.way, event),
                event.after().getOrDefault(PATH, row.way == Way.GOES ? "" : target.path()),
                number(event.before().get(SIZE)),
                number(event.after().get(SIZE)));
        Long source = row.way == Way.COMES_FROM_SOURCE ? number(event.after().get(SOURCE_ID)) : null;
        return source == null
                ? List.of(told)
                : List.of(
                        told, new Told(new FileId(source), Act.COPIED_TO, told.pathBefore, told.pathAfter, null, null));
    }

    private static String pathBefore(Way way, Event event) {
        return switch (way) {
            case COMES_FROM_ANOTHER -> "";
            case COMES -> event.before().getOrDefault(PATH, "");
            case STAYS, GOES -> event.before().getOrDefault(PATH, event.target().path());
            case COMES_FROM_SOURCE ->
                event.before().getOrDefault(PATH, event.after().getOrDefault(SOURCE, ""));
        };
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }
}
