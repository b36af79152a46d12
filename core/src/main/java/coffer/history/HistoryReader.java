package coffer.history;

import coffer.accounts.AppPasswords;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.LoggedEvent;
import coffer.events.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes acts of events. The cursor advances in the transaction that stores them, in however many processes this runs. */
final class HistoryReader {
    /** Events of one transaction: a millisecond, for which others wait. A busy server has many of them in a row. */
    static final int EVENTS_MAX = 50;

    private static final String APP_PASSWORD = "appPassword";
    private static final String NAME = "name";

    private final Database database;
    private final EventLog events;
    private final AppPasswords appPasswords;
    private final int actsMax;

    HistoryReader(Database database, EventLog events, AppPasswords appPasswords, int actsMax) {
        this.database = database;
        this.events = events;
        this.appPasswords = appPasswords;
        this.actsMax = actsMax;
        events.register(History.READER);
    }

    /** Reads on from the cursor and returns how many events it has dealt with. */
    int read() {
        Cursor from = events.cursor(History.READER);
        List<LoggedEvent> read = events.after(from, EVENTS_MAX);
        if (!read.isEmpty()) {
            List<HistoryRows.Row> rows = rows(read);
            Cursor to = read.getLast().at();
            database.write(Partition.GENERAL, tx -> {
                // Another process was faster otherwise, and has stored them.
                boolean first = events.advance(tx, History.READER, from, to);
                if (first) {
                    HistoryRows.add(tx, rows, actsMax);
                }
                return first;
            });
        }
        return read.size();
    }

    private record Decoded(LoggedEvent logged, Event event) {}

    private List<HistoryRows.Row> rows(List<LoggedEvent> read) {
        List<Decoded> decoded = read.stream()
                .filter(logged -> ActTable.knows(logged.typeName()) || endsName(logged.typeName()))
                .flatMap(logged -> logged.event().map(event -> new Decoded(logged, event)).stream())
                .filter(one -> one.event.outcome() == Outcome.OK)
                .toList();
        Map<Long, String> names = names(decoded);
        List<HistoryRows.Row> rows = new ArrayList<>();
        // Backwards, from what devices are called now to what they were called.
        for (Decoded one : decoded.reversed()) {
            takeBack(one.event, names);
            for (ActTable.Told told : ActTable.told(one.event)) {
                rows.add(new HistoryRows.Row(
                        told.file(), entry(one, told, names), one.event.target().owner()));
            }
        }
        return rows;
    }

    private static HistoryEntry entry(Decoded one, ActTable.Told told, Map<Long, String> names) {
        return new HistoryEntry(
                one.logged.at(),
                one.logged.time(),
                told.act(),
                one.event.actor().kind(),
                one.event.actor().uid(),
                Device.of(one.event.actor(), names),
                told.pathBefore(),
                told.pathAfter(),
                told.sizeBeforeBytes(),
                told.sizeAfterBytes());
    }

    private Map<Long, String> names(List<Decoded> decoded) {
        Set<Long> used = new HashSet<>();
        for (Decoded one : decoded) {
            Long credential = one.event.actor().credential();
            if (credential != null) {
                used.add(credential);
            }
        }
        return used.isEmpty() ? new HashMap<>() : new HashMap<>(appPasswords.names(used));
    }

    /** Whether a device had another name, or a name at all, before such an event. */
    private static boolean endsName(String typeName) {
        return typeName.equals(EventType.APP_PASSWORD_RENAMED.word())
                || typeName.equals(EventType.APP_PASSWORD_REVOKED.word())
                || typeName.equals(EventType.DEVICE_WIPE_ORDERED.word());
    }

    private static void takeBack(Event event, Map<Long, String> names) {
        String id = event.after().getOrDefault(APP_PASSWORD, "");
        String name = event.before().getOrDefault(NAME, event.after().getOrDefault(NAME, ""));
        if (endsName(event.type().word()) && !id.isEmpty() && !name.isEmpty()) {
            names.put(Long.valueOf(id), name);
        }
    }
}
