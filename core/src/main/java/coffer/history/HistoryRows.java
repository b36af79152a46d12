package coffer.history;

import coffer.base.Actor;
import coffer.base.FileId;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statements on {@code file_history} and {@code file_act}. */
final class HistoryRows {
    private static final String INSERT = """
            INSERT INTO file_act (file_id, epoch, transaction_id, seq, time_us, act, actor_kind, actor_uid, device_kind,
                                  device, path_before, path_after, size_before_bytes, size_after_bytes, owner_uid)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (file_id, epoch, transaction_id, seq) DO NOTHING
            """;
    private static final String COUNT = """
            INSERT INTO file_history (file_id, acts)
            VALUES (?, ?)
            ON CONFLICT (file_id) DO UPDATE SET acts = file_history.acts + excluded.acts
            """;
    private static final String TOO_MANY = "SELECT file_id, acts FROM file_history WHERE acts > ? AND file_id IN (:in)";
    private static final String DISCOUNT = "UPDATE file_history SET acts = acts - ? WHERE file_id = ?";

    private static final String NTH_OLDEST = """
            SELECT epoch, transaction_id, seq
              FROM file_act
             WHERE file_id = ?
             ORDER BY epoch, transaction_id, seq
             LIMIT 1 OFFSET ?
            """;
    private static final String REMOVE_UP_TO =
            "DELETE FROM file_act WHERE file_id = ? AND (epoch, transaction_id, seq) <= (?, ?, ?)";
    private static final String REMOVE_ALL = "DELETE FROM file_act WHERE file_id = ?";

    private static final String PAGE = """
            SELECT epoch, transaction_id, seq, time_us, act, actor_kind, actor_uid, device_kind, device, path_before,
                   path_after, size_before_bytes, size_after_bytes, owner_uid
              FROM file_act
             WHERE file_id = ? AND (epoch, transaction_id, seq) < (?, ?, ?)
             ORDER BY epoch DESC, transaction_id DESC, seq DESC
             LIMIT ?
            """;

    private static final String FILES = "SELECT file_id FROM file_history WHERE file_id > ? ORDER BY file_id LIMIT ?";
    private static final String HOLD = "UPDATE file_history SET acts = acts WHERE file_id = ?";
    private static final String FORGET = "DELETE FROM file_history WHERE file_id = ?";

    /** After every act. */
    private static final Cursor END = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private HistoryRows() {}

    /**
     * An act that is to be stored.
     *
     * @param ownerUid whose home the file was in
     */
    record Row(FileId file, HistoryEntry entry, String ownerUid) {}

    /** What a page reads of one row: its place, the entry unless a newer release has written it, and whose home the file was in. */
    record Found(Cursor at, Optional<HistoryEntry> entry, String ownerUid) {}

    /**
     * Adds acts; those that are there already are left as they are. Of each of their files the oldest go that are more than
     * {@code actsMax}.
     */
    static void add(Transaction tx, List<Row> rows, int actsMax) throws SQLException {
        int[] inserted =
                tx.batch(INSERT, rows.stream().map(HistoryRows::arguments).toList());
        Map<Long, Long> added = new TreeMap<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] > 0) {
                added.merge(rows.get(i).file.value(), 1L, Long::sum);
            }
        }
        if (added.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> counts = new ArrayList<>(added.size());
        added.forEach((file, acts) -> counts.add(new Object[] {file, acts}));
        tx.batch(COUNT, counts);
        List<long[]> full =
                tx.listIn(TOO_MANY, row -> new long[] {row.getLong(1), row.getLong(2)}, added.keySet(), (long) actsMax);
        for (long[] file : full) {
            tx.update(DISCOUNT, removeOldest(tx, file[0], Math.toIntExact(file[1] - actsMax)), file[0]);
        }
    }

    /** Acts before a place, newest first. */
    static List<Found> page(Session session, FileId file, @Nullable Cursor before, int max) throws SQLException {
        Cursor end = before == null ? END : before;
        return session.list(PAGE, HistoryRows::read, file.value(), end.epoch(), end.transaction(), end.seq(), max);
    }

    /** Files with a history in the order of their ids. */
    static List<FileId> files(Session session, long after, int max) throws SQLException {
        return session.list(FILES, row -> new FileId(row.getLong(1)), after, max);
    }

    /**
     * Removes the history of a file, at most {@code max} acts of it.
     *
     * @return how many acts were removed; {@code max} means that the file is still there and may have more
     */
    static int forget(Transaction tx, FileId file, int max) throws SQLException {
        // A reader that adds to the file at the same time waits here, or is waited for: no act is left without its
        // file.
        tx.update(HOLD, file.value());
        int removed = removeOldest(tx, file.value(), max);
        if (removed < max) {
            tx.update(FORGET, file.value());
        } else {
            tx.update(DISCOUNT, removed, file.value());
        }
        return removed;
    }

    private static int removeOldest(Transaction tx, long file, int number) throws SQLException {
        Optional<Cursor> last = tx.one(NTH_OLDEST, HistoryRows::place, file, number - 1);
        return last.isEmpty()
                ? tx.update(REMOVE_ALL, file)
                : tx.update(
                        REMOVE_UP_TO,
                        file,
                        last.get().epoch(),
                        last.get().transaction(),
                        last.get().seq());
    }

    private static @Nullable Object[] arguments(Row row) {
        HistoryEntry entry = row.entry;
        return new @Nullable Object[] {
            row.file.value(),
            entry.at().epoch(),
            entry.at().transaction(),
            entry.at().seq(),
            ChronoUnit.MICROS.between(Instant.EPOCH, entry.time()),
            entry.act().word(),
            entry.actor().name().toLowerCase(Locale.ROOT),
            entry.uid(),
            kind(entry.device()),
            entry.device().name(),
            entry.pathBefore(),
            entry.pathAfter().equals(entry.pathBefore()) ? null : entry.pathAfter(),
            entry.sizeBeforeBytes(),
            entry.sizeAfterBytes(),
            row.ownerUid
        };
    }

    private static Found read(ResultSet row) throws SQLException {
        Cursor at = place(row);
        Optional<Act> act = Act.ofWord(row.getString(5));
        return new Found(
                at, act.isEmpty() ? Optional.empty() : Optional.of(entry(row, at, act.get())), row.getString(14));
    }

    private static HistoryEntry entry(ResultSet row, Cursor at, Act act) throws SQLException {
        String pathBefore = row.getString(10);
        String pathAfter = row.getString(11);
        return new HistoryEntry(
                at,
                Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS),
                act,
                Actor.Kind.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7),
                new Device(kind(row.getInt(8)), row.getString(9)),
                pathBefore,
                pathAfter == null ? pathBefore : pathAfter,
                Session.nullableLong(row, 12),
                Session.nullableLong(row, 13));
    }

    private static Cursor place(ResultSet row) throws SQLException {
        return new Cursor(row.getLong(1), row.getLong(2), row.getLong(3));
    }

    private static int kind(Device device) {
        return switch (device.kind()) {
            case UNKNOWN -> 0;
            case APP_PASSWORD -> 1;
            case PROGRAM -> 2;
        };
    }

    private static Device.Kind kind(int stored) {
        return switch (stored) {
            case 1 -> Device.Kind.APP_PASSWORD;
            case 2 -> Device.Kind.PROGRAM;
            default -> Device.Kind.UNKNOWN;
        };
    }
}
