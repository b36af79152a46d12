package coffer.audit;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.LoggedEvent;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log: reads events in their order, appends each as the next entry of a hash chain to the segment of its
 * day, and signs a checkpoint every {@link #CHECKPOINT_ENTRIES} entries or {@link #CHECKPOINT_INTERVAL}.
 *
 * <p>A change never waits for this: its event is already durable in the database, and stays there until it is an entry.
 * If the files cannot be written, changes go on, the loop that calls {@link #run} reports the failure, and the entries
 * follow when the disk is back.
 *
 * <h2>Exactly once</h2>
 * Entries are synced first, then the cursor and the {@link AuditState} move in one transaction. After a crash in between,
 * the files are ahead of the database; the next start reads from the entries themselves which event was the last, drops a
 * torn line, and goes on. What it dropped, found missing or found to be older than before becomes an entry too, so the
 * log tells its own story.
 *
 * <p>One process writes an audit directory. Not thread-safe but for {@link #close}, which waits for a run.
 */
public final class AuditLog implements AutoCloseable {
    /** Name of its cursor in the event log. */
    public static final String READER = "audit";

    /** Entries under one checkpoint. */
    public static final int CHECKPOINT_ENTRIES = 1_000;

    /** What an entry or a start may add beyond that: notes of what was repaired or is odd. */
    static final int NOTES_MAX = 8;

    /** Longest time that a new entry waits for a checkpoint while the server runs. */
    public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(60);

    /** How often to look when nobody calls: the loop's pause. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long to let events gather before a run, so that syncing the log costs little beside syncing the database. */
    public static final Duration GATHER = Duration.ofMillis(200);

    /** Runs of {@link #close}: it must end within the time that a stop may take. What is left follows at the next start. */
    private static final int CLOSE_RUNS_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final AuditPlaces places;
    private final Database database;
    private final EventLog events;
    private final Clock clock;
    private final Disk disk;
    private final String chain;
    private final AuditKey key;

    private Head head;
    private Cursor read;
    private MerkleTree pending;
    private long pendingFirst;
    private @Nullable Instant pendingSince;
    private final long checkpointBytes;
    private long checkpointCounter;
    private Digest checkpointHash;
    private AuditState saved;
    private @Nullable AppendFile segment;
    private @Nullable LocalDate segmentDay;
    private @Nullable AppendFile checkpoints;
    private boolean closed;

    private AuditLog(
            AuditPlaces places,
            Database database,
            EventLog events,
            Clock clock,
            Disk disk,
            AuditKey key,
            AuditState saved,
            Recovery.Result found,
            Cursor read) {
        this.places = places;
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.disk = disk;
        this.key = key;
        this.saved = saved;
        this.chain = saved.chain();
        this.head = found.head();
        this.read = read;
        this.pending = found.pending();
        this.pendingFirst = found.pendingFirst();
        this.pendingSince = found.pending().leaves() == 0 ? null : clock.instant();
        this.checkpointCounter = found.checkpoint();
        this.checkpointHash = found.checkpointHash();
        this.checkpointBytes = found.checkpointBytes();
    }

    /**
     * Compares the key with the log before anything is written, so also before migrations.
     *
     * @throws AuditKeyRefused when the key of an existing log is missing, damaged or another one
     */
    public static void checkKey(AuditPlaces places) throws IOException {
        AuditKey.check(places);
    }

    /**
     * Opens the log, or begins it. To be called at each start before the first event is appended: only then can a
     * database that was restored from a backup be told from one that is merely ahead.
     *
     * @throws AuditKeyRefused when the key is missing, damaged or another one; nothing was written
     */
    public static AuditLog open(
            AuditPlaces places, Database database, EventLog events, Clock clock, SecureRandom random)
            throws IOException {
        return open(places, database, events, clock, random, Disk.REAL);
    }

    static AuditLog open(
            AuditPlaces places, Database database, EventLog events, Clock clock, SecureRandom random, Disk disk)
            throws IOException {
        Optional<AuditState> known = database.read(AuditState::in);
        AuditKey key = AuditKey.open(places, known.map(AuditState::publicKey).orElse(null), random);
        PrivateFiles.directory(places.directory());
        events.register(READER);
        boolean foreign = known.isEmpty() && places.hasEntries();
        String chain = known.isPresent()
                ? known.get().chain()
                : ChainName.of(places)
                        .orElseGet(() -> ObjectId.random(random).value().toString());
        Recovery.Result found = Recovery.run(places, chain, key.publicKey(), known.orElse(null), disk);

        AuditState state =
                known.orElseGet(() -> new AuditState(chain, key.publicKey(), 0, Digest.ZERO, 0, Digest.ZERO));
        Cursor newest = events.newest();
        boolean wentBack = foreign || found.head().event().compareTo(newest) > 0;
        Cursor read = resumeAt(events, found.head().event(), newest, foreign, wentBack);
        AuditLog log = new AuditLog(places, database, events, clock, disk, key, state, found, read);
        try {
            log.begin(found, wentBack ? AuditNotes.databaseWentBack(found.head().event(), newest) : null);
        } catch (IOException | RuntimeException e) {
            log.closeFiles();
            throw e;
        }
        return log;
    }

    /**
     * Where reading goes on. A database of the same history that was restored holds no event that the files lack; another
     * database holds nothing else.
     */
    private static Cursor resumeAt(EventLog events, Cursor files, Cursor newest, boolean foreign, boolean wentBack) {
        if (wentBack) {
            return foreign ? Cursor.START : newest;
        }
        Cursor cursor = events.cursor(READER);
        return files.compareTo(cursor) > 0 ? files : cursor;
    }

    private void begin(Recovery.Result found, @Nullable Event databaseWentBack) throws IOException {
        Instant now = clock.instant();
        if (pending.leaves() >= CHECKPOINT_ENTRIES) {
            checkpoint();
        }
        Batch notes = new Batch(chain, head);
        if (head.seq() == 0) {
            notes.add(AuditNotes.begun(key.publicKey()), now, null);
        }
        for (Event note : found.notes()) {
            LOG.error("Audit log: {} {} {}", note.type().description(), note.before(), note.after());
            notes.add(note, now, null);
        }
        if (databaseWentBack != null) {
            LOG.warn("Audit log: {}", databaseWentBack.type().description());
            notes.add(databaseWentBack, now, read);
        }
        if (!notes.pieces().isEmpty()) {
            writeOver(found.torn(), notes.pieces().getFirst().day);
            append(notes);
            // The next start reads on from here and does not tell the same story again.
            checkpoint();
        }
        save();
        if (databaseWentBack != null) {
            // Numbers that the files know come again, now in an epoch of their own.
            events.raiseEpoch(found.head().event().epoch(), "the audit log knows newer events than the database");
        }
    }

    /** The first note takes the place of what is torn, or, on a later day, follows when that is cut off. */
    private void writeOver(Recovery.@Nullable Torn torn, LocalDate firstDay) throws IOException {
        if (torn != null) {
            AppendFile file = AppendFile.openAt(places.segment(torn.day()), torn.offset(), disk);
            segment = file;
            segmentDay = torn.day();
            if (!torn.day().equals(firstDay)) {
                file.cut();
            }
        }
    }

    /**
     * Appends the events that are waiting, at most {@link #CHECKPOINT_ENTRIES} of them, and signs a checkpoint if one is
     * due. What was appended is durable when this returns.
     *
     * @throws IOException when a file cannot be written; to be called again later, nothing is lost or doubled then
     */
    public synchronized Next run() throws IOException {
        if (closed) {
            throw new IllegalStateException("the audit log is closed");
        }
        if (pending.leaves() >= CHECKPOINT_ENTRIES) {
            // Signing has failed before; entries wait for it, so that no checkpoint covers more than it may.
            checkpoint();
        }
        int room = CHECKPOINT_ENTRIES - (int) pending.leaves();
        List<LoggedEvent> waiting = events.after(read, Math.min(room, EventLog.READ_MAX));
        Batch batch = new Batch(chain, head);
        long chars = 0;
        for (LoggedEvent event : waiting) {
            batch.add(event);
            chars += event.body().length();
        }
        append(batch);
        if (checkpointDue()) {
            checkpoint();
        }
        save();
        return waiting.size() == room || chars >= EventLog.READ_CHARS_MAX ? Next.AGAIN : Next.WAIT;
    }

    private boolean checkpointDue() {
        Instant since = pendingSince;
        if (since == null) {
            return false;
        }
        Duration waited = Duration.between(since, clock.instant());
        // Negative after the clock was set back: rather one checkpoint too many than none for long.
        return pending.leaves() >= CHECKPOINT_ENTRIES
                || waited.isNegative()
                || waited.compareTo(CHECKPOINT_INTERVAL) >= 0;
    }

    private void append(Batch batch) throws IOException {
        for (Batch.Piece piece : batch.pieces()) {
            segment(piece.day).append(piece.bytes());
            // From here on the piece is durable, whatever becomes of the next one.
            head = piece.head();
            piece.hashes().forEach(pending::add);
            if (pendingSince == null) {
                pendingSince = clock.instant();
            }
            read = piece.read(read);
        }
    }

    private AppendFile segment(LocalDate day) throws IOException {
        AppendFile open = segment;
        if (open == null || !day.equals(segmentDay)) {
            if (open != null) {
                segment = null;
                open.close();
            }
            open = AppendFile.open(places.segment(day), disk);
            segment = open;
            segmentDay = day;
        }
        return open;
    }

    private void checkpoint() throws IOException {
        if (pending.leaves() == 0) {
            return;
        }
        Checkpoint.Signed signed = new Checkpoint(
                        chain,
                        checkpointCounter + 1,
                        pendingFirst,
                        head.seq(),
                        head.hash(),
                        pending.root(),
                        head.event(),
                        head.day(),
                        segment(head.day()).bytes(),
                        checkpointHash,
                        clock.instant(),
                        key.publicKey())
                .sign(key);
        if (checkpoints == null) {
            checkpoints = AppendFile.openAt(places.checkpoints(), checkpointBytes, disk);
        }
        checkpoints.append((signed.line() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        checkpointCounter++;
        checkpointHash = signed.hash();
        pending = new MerkleTree();
        pendingFirst = head.seq() + 1;
        pendingSince = null;
    }

    /** Tells the database what is durable in the files. */
    private void save() {
        AuditState state =
                new AuditState(chain, key.publicKey(), head.seq(), head.hash(), checkpointCounter, checkpointHash);
        if (!state.equals(saved)) {
            Cursor to = read;
            database.write(Partition.GENERAL, tx -> {
                state.save(tx);
                return events.advance(tx, READER, to);
            });
            saved = state;
        }
    }

    /**
     * Appends what is waiting, signs it, and closes the files. Called after the loop has ended and before the database
     * closes; may be called twice.
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            for (int runs = 0; runs < CLOSE_RUNS_MAX && run() == Next.AGAIN; runs++) {
                LOG.debug("More events are waiting for the audit log");
            }
            checkpoint();
            save();
        } finally {
            closed = true;
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        try (AppendFile first = segment;
                AppendFile second = checkpoints) {
            LOG.debug("Closing {} and {}", first, second);
        }
    }
}
