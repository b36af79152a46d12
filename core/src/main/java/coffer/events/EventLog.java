package coffer.events;

import coffer.base.Actor;
import coffer.db.Database;
import coffer.db.Dialect;
import coffer.db.GroupStep;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The log of what has happened: appended to by every feature, read by the audit log and its like.
 *
 * <h2>Writing</h2>
 * An event is a row of the transaction that makes the change: it exists exactly when the change does, and is durable when
 * the change is acknowledged. Nothing is sent anywhere; after the commit readers are woken and look for themselves.
 *
 * <h2>Reading</h2>
 * A reader has a name and a {@link Cursor}. It asks for what comes after its cursor, deals with it, and advances the
 * cursor; an interrupted reader meets the same events again in the same order. No event ever appears before a cursor that
 * a reader could already have passed: on SQLite the one writer numbers events in the order of its commits; on PostgreSQL
 * events are ordered by the id of their transaction and shown only when no transaction with a lower id is under way, so a
 * transaction that writes for long (any in the same server, whatever its database) delays readers but never makes them
 * miss anything.
 *
 * <h2>Epochs</h2>
 * A restored or moved database can repeat transaction ids and numbers. {@link #raiseEpoch} puts all later events behind
 * all earlier ones. It belongs to starting and restoring, when no other process writes: a process keeps the epoch it has
 * started with.
 *
 * <p>Thread-safe.
 */
public final class EventLog {
    /** Events of one answer. */
    public static final int READ_MAX = 1_000;

    /** Characters of bodies after which an answer ends early: a bound on its memory. At least one event is returned. */
    public static final int READ_CHARS_MAX = 4 << 20;

    /** Events that one transaction removes; a few milliseconds. */
    static final int REMOVE_MAX = 500;

    private static final String APPEND = "INSERT INTO event (epoch, time_us, type, body) VALUES (?, ?, ?, ?)";

    private static final String AFTER_SQLITE = """
            SELECT epoch, transaction_id, seq, time_us, type, body
              FROM event
             WHERE seq > ?
             ORDER BY seq
             LIMIT ?
            """;
    private static final String AFTER_POSTGRESQL = """
            SELECT epoch, transaction_id, seq, time_us, type, body
              FROM event
             WHERE transaction_id > 0
               AND (epoch, transaction_id, seq) > (?, ?, ?)
               AND (epoch < ? OR transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
             ORDER BY epoch, transaction_id, seq
             LIMIT ?
            """;

    private static final String NEWEST_SQLITE =
            "SELECT epoch, transaction_id, seq FROM event ORDER BY seq DESC LIMIT 1";
    private static final String NEWEST_POSTGRESQL = """
            SELECT epoch, transaction_id, seq
              FROM event
             WHERE transaction_id > 0
             ORDER BY epoch DESC, transaction_id DESC, seq DESC
             LIMIT 1
            """;

    private static final String REMOVE_SQLITE = """
            DELETE FROM event
             WHERE time_us < ?
               AND seq IN (SELECT seq FROM event WHERE seq <= ? ORDER BY seq LIMIT ?)
            """;
    private static final String REMOVE_POSTGRESQL = """
            DELETE FROM event
             WHERE time_us < ?
               AND seq IN (SELECT seq
                             FROM event
                            WHERE transaction_id > 0 AND (epoch, transaction_id, seq) <= (?, ?, ?)
                            ORDER BY epoch, transaction_id, seq
                            LIMIT ?)
            """;

    private static final String CURSORS = "SELECT epoch, transaction_id, seq FROM event_cursor";
    private static final String CURSOR = "SELECT epoch, transaction_id, seq FROM event_cursor WHERE reader = ?";
    private static final String REGISTER = """
            INSERT INTO event_cursor (reader, epoch, transaction_id, seq) VALUES (?, 0, 0, 0)
            ON CONFLICT (reader) DO NOTHING
            """;
    private static final String ADVANCE = """
            UPDATE event_cursor
               SET epoch = ?, transaction_id = ?, seq = ?
             WHERE reader = ? AND (epoch, transaction_id, seq) < (?, ?, ?)
            """;

    private static final String ADVANCE_FROM = """
            UPDATE event_cursor
               SET epoch = ?, transaction_id = ?, seq = ?
             WHERE reader = ? AND epoch = ? AND transaction_id = ? AND seq = ?
            """;

    private static final String EPOCH = "SELECT epoch FROM event_epoch WHERE id = 1";
    private static final String RAISE_EPOCH = "UPDATE event_epoch SET epoch = ? WHERE id = 1 AND epoch < ?";

    /** Both sides see the same snapshot, so an event of a process that writes meanwhile is never taken for a sign. */
    private static final String TRANSACTION_IDS_WENT_BACK = """
            SELECT 1
              FROM event_epoch
             WHERE (SELECT max(transaction_id) FROM event WHERE epoch = event_epoch.epoch AND transaction_id > 0)
                   >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            """;

    private final Database database;
    private final Clock clock;
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private final GroupStep<Row> insert = EventLog::insert;
    private volatile long epoch;

    /** Opens the log. A database that was moved to another PostgreSQL server begins a new epoch here. */
    public EventLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.epoch = database.read(EventLog::readEpoch);
        if (transactionIdsWentBack()) {
            raiseEpoch(epoch, "the database server counts its transactions from a lower number");
        }
    }

    /**
     * Appends an event to the transaction of the change that it tells of; all events of a group are inserted together at
     * its end.
     */
    public void append(Transaction tx, Event event) {
        append(tx, event, epoch);
    }

    /**
     * Appends an event that has no change to share a transaction with: a refused or failed attempt. Durable when it
     * returns; not to be called within a transaction.
     */
    public void append(Event event) {
        database.write(Partition.GENERAL, tx -> {
            append(tx, event);
            return true;
        });
    }

    private void append(Transaction tx, Event event, long inEpoch) {
        long timeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        tx.atCommit(insert, new Row(inEpoch, timeMicros, event.type().word(), EventBody.encode(event)));
        tx.afterCommit(this::wakeReaders);
    }

    /**
     * The events after {@code cursor}, in reading order.
     *
     * @param max at most {@link #READ_MAX}; fewer are returned when there are fewer, or when {@link #READ_CHARS_MAX} is
     *     reached
     */
    public List<LoggedEvent> after(Cursor cursor, int max) {
        if (max < 1 || max > READ_MAX) {
            throw new IllegalArgumentException("between 1 and " + READ_MAX + " events at a time");
        }
        return database.read(session -> {
            List<LoggedEvent> events = new ArrayList<>();
            long[] chars = {0};
            switch (session.dialect()) {
                case SQLITE -> session.each(AFTER_SQLITE, row -> collect(row, events, chars), cursor.seq(), max);
                case POSTGRESQL ->
                    session.each(
                            AFTER_POSTGRESQL,
                            row -> collect(row, events, chars),
                            cursor.epoch(),
                            cursor.transaction(),
                            cursor.seq(),
                            epoch,
                            max);
            }
            return events;
        });
    }

    private static void collect(ResultSet row, List<LoggedEvent> events, long[] chars) throws SQLException {
        if (chars[0] < READ_CHARS_MAX) {
            String body = row.getString(6);
            chars[0] += body.length();
            Instant time = Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS);
            events.add(new LoggedEvent(cursorOf(row), time, row.getString(5), body));
        }
    }

    /** The place of the newest event that ever was, whether or not a reader may see it yet. */
    public Cursor newest() {
        return database.read(session -> {
            List<Cursor> places = session.list(CURSORS, EventLog::cursorOf);
            String newest = session.dialect() == Dialect.SQLITE ? NEWEST_SQLITE : NEWEST_POSTGRESQL;
            session.one(newest, EventLog::cursorOf).ifPresent(places::add);
            return places.stream().max(Comparator.naturalOrder()).orElse(Cursor.START);
        });
    }

    /**
     * Makes a reader known, at the start of the log if it is new. From now on events stay until it has passed them. May
     * be called at each start.
     */
    public void register(String reader) {
        database.write(Partition.GENERAL, tx -> tx.update(REGISTER, reader));
    }

    /**
     * How far a reader has come.
     *
     * @throws IllegalArgumentException when nobody has registered it
     */
    public Cursor cursor(String reader) {
        return database.read(session -> session.one(CURSOR, EventLog::cursorOf, reader))
                .orElseThrow(() -> new IllegalArgumentException("nobody has registered the reader " + reader));
    }

    /**
     * Notes that a registered reader has dealt with all events up to {@code cursor}, in the transaction that stores what
     * it has made of them.
     *
     * @return false when the reader was there already, or further; nothing is changed then
     */
    public boolean advance(Transaction tx, String reader, Cursor cursor) throws SQLException {
        return tx.update(
                        ADVANCE,
                        cursor.epoch(),
                        cursor.transaction(),
                        cursor.seq(),
                        reader,
                        cursor.epoch(),
                        cursor.transaction(),
                        cursor.seq())
                == 1;
    }

    /**
     * The same for a reader that may run in several processes: only if the cursor is still where this process has read
     * on from, so that each event is dealt with by one of them.
     *
     * @return false when another process was faster; nothing is changed then
     */
    public boolean advance(Transaction tx, String reader, Cursor from, Cursor to) throws SQLException {
        return tx.update(
                        ADVANCE_FROM,
                        to.epoch(),
                        to.transaction(),
                        to.seq(),
                        reader,
                        from.epoch(),
                        from.transaction(),
                        from.seq())
                == 1;
    }

    /**
     * Has {@code wakeUp} called after each commit that holds an event of this process. It runs on the writer's thread:
     * {@link BackgroundLoop#wake} is what it should do. Readers also look by themselves now and then, for events of other
     * processes.
     */
    public void addWakeUp(Runnable wakeUp) {
        wakeUps.add(wakeUp);
    }

    private void wakeReaders() {
        wakeUps.forEach(Runnable::run);
    }

    /**
     * Begins an epoch above {@code above}, unless it has begun already. Later events are read after all earlier ones,
     * whatever their numbers.
     *
     * @param reason for the event that tells of it
     */
    public void raiseEpoch(long above, String reason) {
        long raised = above + 1;
        database.write(Partition.GENERAL, tx -> {
            boolean changed = tx.update(RAISE_EPOCH, raised, raised) == 1;
            if (changed) {
                Event event = Event.ok(EventType.EVENTS_EPOCH_RAISED, Actor.system("events"), Target.NONE);
                append(tx, event.with("epoch", Long.toString(raised)).with("because", reason), raised);
            }
            return changed;
        });
        epoch = database.read(EventLog::readEpoch);
    }

    /**
     * Removes events that are older than {@code before} and that every reader has passed, oldest first, at most
     * {@value #REMOVE_MAX} in one transaction.
     *
     * @return how many were removed; {@value #REMOVE_MAX} means that there may be more. Without any reader none is
     */
    public int removeExpired(Instant before) {
        long beforeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, before);
        return database.write(Partition.GENERAL, tx -> {
            Optional<Cursor> passed =
                    tx.list(CURSORS, EventLog::cursorOf).stream().min(Comparator.naturalOrder());
            return passed.isEmpty() ? 0 : remove(tx, beforeMicros, passed.get());
        });
    }

    private static int remove(Session tx, long beforeMicros, Cursor passed) throws SQLException {
        return switch (tx.dialect()) {
            case SQLITE -> tx.update(REMOVE_SQLITE, beforeMicros, passed.seq(), REMOVE_MAX);
            case POSTGRESQL ->
                tx.update(
                        REMOVE_POSTGRESQL,
                        beforeMicros,
                        passed.epoch(),
                        passed.transaction(),
                        passed.seq(),
                        REMOVE_MAX);
        };
    }

    private boolean transactionIdsWentBack() {
        return database.dialect() == Dialect.POSTGRESQL
                && database.read(session -> session.one(TRANSACTION_IDS_WENT_BACK, row -> row.getInt(1)))
                        .isPresent();
    }

    private static long readEpoch(Session session) throws SQLException {
        return session.one(EPOCH, row -> row.getLong(1)).orElseThrow();
    }

    private static Cursor cursorOf(ResultSet row) throws SQLException {
        return new Cursor(row.getLong(1), row.getLong(2), row.getLong(3));
    }

    private static void insert(Session session, List<Row> rows) throws SQLException {
        List<@Nullable Object[]> args = new ArrayList<>(rows.size());
        for (Row row : rows) {
            args.add(new Object[] {row.epoch, row.timeMicros, row.type, row.body});
        }
        session.batch(APPEND, args);
    }

    /** What {@link #append} leaves to the end of the group. */
    private record Row(long epoch, long timeMicros, String type, String body) {}
}
