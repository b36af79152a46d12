package coffer.uploads;

import coffer.accounts.AccountRemoval;
import coffer.base.AccountId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.blobs.ObjectReferences;
import coffer.blobs.Objects;
import coffer.blobs.RowReferences;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.files.Files;
import coffer.files.Spot;
import coffer.files.View;
import coffer.uploads.UploadRows.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Chunked uploads. A client begins one under a name of its choice, stores chunks in any order and several at once, and has
 * them assembled into a file; or gives it up, or forgets it, and it expires. Uploads belong to the owner of the view.
 *
 * <p>All methods throw {@link coffer.db.DatabaseFailure}, and those that store or read content {@link
 * coffer.blobs.StorageFailure}, when what lies below fails or is full; nothing has changed then. Thread-safe. Blocks; call
 * on virtual threads.
 */
public final class Uploads implements AccountRemoval {
    private static final ObjectReferences REFERENCES = RowReferences.of(
            "upload_chunk",
            "upload_chunk.upload_id, upload_chunk.name",
            "JOIN upload ON upload.id = upload_chunk.upload_id");

    /** Chunks of one upload. What clients keep to (Nextcloud server 32 numbers them 1 to 10,000). */
    public static final int PARTS_MAX = 10_000;

    /** Open uploads of one account: far more than the files a client sends at once, with a day's broken ones. */
    public static final int OPEN_MAX = 500;

    /** How long an upload stays open after its last chunk; clients resume within a day. */
    public static final Duration LIFETIME = Duration.ofDays(1);

    /** The name under which clients speak of the file to be assembled; no chunk can have it. */
    public static final FileName ASSEMBLED = new FileName(".file");

    private final Database database;
    private final Ids ids;
    private final UploadJournal journal;
    private final Clock clock;
    private final Room.Source rooms;
    private final Storing storing;
    private final Assembling assembling;
    private final Expiry expiry;

    public Uploads(Database database, Ids ids, Objects objects, Files files, EventLog events, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.journal = new UploadJournal(events);
        this.clock = clock;
        this.rooms = new Room.Source(files);
        this.storing = new Storing(database, objects, rooms, journal, clock);
        this.assembling = new Assembling(database, objects, files, journal, clock);
        this.expiry = new Expiry(database, journal, clock);
    }

    /** Which objects chunks name, for the sweeper of objects. */
    public static ObjectReferences references() {
        return REFERENCES;
    }

    /** Opens an upload. */
    public BeginResult begin(View view, FileName transfer, Announced announced) {
        BeginResult result = tryToBegin(view, transfer, announced);
        switch (result) {
            case BeginResult.Begun _, BeginResult.Exists _ -> {}
            case BeginResult.TooManyUploads(int max) -> refused(view, transfer, "more than " + max + " open uploads");
            case BeginResult.QuotaExceeded(long wanted, long free) ->
                refused(view, transfer, UploadJournal.quota(wanted, free));
            case BeginResult.TooLarge(long max) -> refused(view, transfer, UploadJournal.tooLarge(max));
        }
        return result;
    }

    private BeginResult tryToBegin(View view, FileName transfer, Announced announced) {
        return switch (rooms.of(view, announced).fits(announced.totalBytes())) {
            case Room.Fit.TooLarge(long max) -> new BeginResult.TooLarge(max);
            case Room.Fit.QuotaExceeded(long wanted, long free) -> new BeginResult.QuotaExceeded(wanted, free);
            case Room.Fit.Fits _ -> {
                Upload upload = fresh(view, transfer, announced);
                yield database.write(Partition.of(view.space()), tx -> insert(tx, view, upload));
            }
        };
    }

    private Upload fresh(View view, FileName transfer, Announced announced) {
        Instant now = now();
        Long totalBytes = announced.totalBytes() == Announced.UNKNOWN ? null : announced.totalBytes();
        return new Upload(
                ids.next(), view.owner(), view.ownerUid(), view.space(), transfer, totalBytes, now, now, 0, 0, 0);
    }

    private BeginResult insert(Transaction tx, View view, Upload upload) throws SQLException {
        if (UploadRows.open(tx, upload.account(), upload.name()).isPresent()) {
            return new BeginResult.Exists();
        }
        if (UploadRows.staged(tx, upload.account()).uploads() >= OPEN_MAX) {
            return new BeginResult.TooManyUploads(OPEN_MAX);
        }
        if (!UploadRows.insert(tx, upload)) {
            return new BeginResult.Exists();
        }
        journal.begun(tx, view.actor(), upload);
        return new BeginResult.Begun();
    }

    /**
     * Stores a chunk, replacing one of the same name. Others of the same upload may be under way. A chunk that breaks off
     * leaves what was there.
     *
     * @param content read once, and not closed
     * @param exactBytes its length, or {@link Announced#UNKNOWN}
     * @throws IOException when reading {@code content} fails
     */
    public ChunkResult putChunk(
            View view, FileName transfer, FileName chunk, InputStream content, long exactBytes, Announced announced)
            throws IOException {
        return storing.put(view, transfer, chunk, content, exactBytes, announced);
    }

    /** Removes a chunk; false when there is no such upload or chunk. */
    public boolean removeChunk(View view, FileName transfer, FileName chunk) {
        return storing.remove(view, transfer, chunk);
    }

    /** An open upload with its chunks; empty when the account has none of this name. */
    public Optional<TransferState> state(View view, FileName transfer) {
        return database.read(session -> {
            Optional<Upload> upload = UploadRows.open(session, view.owner(), transfer);
            if (upload.isEmpty()) {
                return Optional.empty();
            }
            List<TransferState.Chunk> chunks = UploadRows.chunks(session, upload.get()).stream()
                    .map(chunk -> new TransferState.Chunk(chunk.name(), chunk.sizeBytes(), chunk.stored()))
                    .toList();
            return Optional.of(new TransferState(
                    transfer, upload.get().begun(), upload.get().touched(), chunks));
        });
    }

    /** All open uploads of the account, by name. */
    public List<Transfer> open(View view) {
        return database.read(session -> UploadRows.open(session, view.owner(), OPEN_MAX)).stream()
                .map(upload -> new Transfer(
                        upload.name(), upload.begun(), upload.touched(), upload.chunks(), upload.sizeBytes()))
                .toList();
    }

    /**
     * Makes a file of the chunks, in the natural order of their names, and closes the upload in the same transaction. No
     * content is written: the file consists of its chunks.
     *
     * @param destination in the same view, or in another one that has its own quota
     */
    public AssembleResult assemble(View view, FileName transfer, Spot destination, Assembly assembly) {
        return assembling.assemble(view, transfer, destination, assembly);
    }

    /** The same with a destination in the view of the upload. */
    public AssembleResult assemble(View view, FileName transfer, FilePath destination, Assembly assembly) {
        return assemble(view, transfer, Spot.of(view, destination), assembly);
    }

    /** Gives an upload up; false when the account has none of this name. */
    public boolean abort(View view, FileName transfer) {
        return database.write(Partition.of(view.space()), tx -> {
            Optional<Upload> upload = UploadRows.open(tx, view.owner(), transfer);
            if (upload.isEmpty() || !UploadRows.close(tx, upload.get(), now())) {
                return false;
            }
            journal.aborted(tx, view.actor(), upload.get());
            return true;
        });
    }

    /** One bounded round: closes uploads whose time is over, and deletes rows of closed ones. Run it every few minutes. */
    public ExpiryReport expire() {
        return expiry.round();
    }

    @Override
    public boolean remove(AccountId account) {
        return expiry.remove(account);
    }

    private void refused(View view, FileName transfer, String reason) {
        journal.refused(EventType.UPLOAD_BEGUN, view, transfer, reason);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
