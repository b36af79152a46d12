package coffer.uploads;

import coffer.base.FileName;
import coffer.blobs.ContentTooLarge;
import coffer.blobs.LengthMismatch;
import coffer.blobs.Objects;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.Received;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.EventType;
import coffer.files.Files;
import coffer.files.View;
import coffer.uploads.UploadRows.Chunk;
import coffer.uploads.UploadRows.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Chunks that come and go. What can be refused is refused before the first byte is read, and asked again with the row. */
final class Storing {
    private final Database database;
    private final Objects objects;
    private final Room.Source rooms;
    private final UploadJournal journal;
    private final Clock clock;

    Storing(Database database, Objects objects, Room.Source rooms, UploadJournal journal, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.rooms = rooms;
        this.journal = journal;
        this.clock = clock;
    }

    ChunkResult put(
            View view, FileName transfer, FileName chunk, InputStream content, long exactBytes, Announced announced)
            throws IOException {
        ChunkResult result = tryToPut(view, transfer, chunk, content, exactBytes, announced);
        switch (result) {
            // Nothing was there to be refused: a client begins anew, or never meant a chunk.
            case ChunkResult.Stored _, ChunkResult.NoTransfer _ -> {}
            case ChunkResult.ReservedName _ -> refused(view, transfer, "reserved name " + chunk);
            case ChunkResult.TooManyParts(int max) -> refused(view, transfer, "more than " + max + " chunks");
            case ChunkResult.WrongLength(long length) ->
                refused(view, transfer, "not the announced " + length + " bytes");
            case ChunkResult.QuotaExceeded(long wanted, long free) ->
                refused(view, transfer, UploadJournal.quota(wanted, free));
            case ChunkResult.TooLarge(long max) -> refused(view, transfer, UploadJournal.tooLarge(max));
        }
        return result;
    }

    private ChunkResult tryToPut(
            View view, FileName transfer, FileName chunk, InputStream content, long exactBytes, Announced announced)
            throws IOException {
        if (chunk.equals(Uploads.ASSEMBLED)) {
            return new ChunkResult.ReservedName();
        }
        Room room = rooms.of(view, announced);
        Place place = database.read(session -> place(session, view, transfer, chunk, room));
        if (place instanceof Place.None(ChunkResult why)) {
            return why;
        }
        Place.Open open = (Place.Open) place;
        switch (room.fits(announced.totalBytes())) {
            case Room.Fit.Fits _ -> {}
            case Room.Fit.TooLarge(long max) -> {
                return new ChunkResult.TooLarge(max);
            }
            case Room.Fit.QuotaExceeded(long wanted, long free) -> {
                return new ChunkResult.QuotaExceeded(wanted, free);
            }
        }
        Received received;
        try {
            received =
                    objects.receive(view.space(), content, new ReceiveLimits(exactBytes, open.mostBytes()), Set.of());
        } catch (LengthMismatch e) {
            return new ChunkResult.WrongLength(e.announcedBytes());
        } catch (ContentTooLarge e) {
            return open.tooMuch(Math.max(exactBytes, open.mostBytes() + 1));
        }
        return store(view, transfer, chunk, received, room);
    }

    /** Whether and where a chunk can be stored. */
    private sealed interface Place {
        record None(ChunkResult why) implements Place {}

        /**
         * @param fileBytes what the upload may still get, with regard to the most any file may have
         * @param stagedBytes likewise with regard to what the account may store
         */
        record Open(Upload upload, Optional<Chunk> replaced, long fileBytes, long stagedBytes) implements Place {
            long mostBytes() {
                return Math.max(0, Math.min(fileBytes, stagedBytes));
            }

            /** Why a chunk of this length is refused. */
            ChunkResult tooMuch(long bytes) {
                return fileBytes <= stagedBytes
                        ? new ChunkResult.TooLarge(Files.FILE_BYTES_MAX)
                        : new ChunkResult.QuotaExceeded(bytes, Math.max(0, stagedBytes));
            }
        }
    }

    private static Place place(Session session, View view, FileName transfer, FileName chunk, Room room)
            throws SQLException {
        Optional<Upload> open = UploadRows.open(session, view.owner(), transfer);
        if (open.isEmpty()) {
            return new Place.None(new ChunkResult.NoTransfer());
        }
        Upload upload = open.get();
        Optional<Chunk> replaced = UploadRows.chunk(session, upload, chunk);
        if (replaced.isEmpty() && upload.chunks() >= Uploads.PARTS_MAX) {
            return new Place.None(new ChunkResult.TooManyParts(Uploads.PARTS_MAX));
        }
        long replacedBytes = replaced.map(Chunk::sizeBytes).orElse(0L);
        long staged = UploadRows.staged(session, view.owner()).bytes();
        return new Place.Open(
                upload,
                replaced,
                Files.FILE_BYTES_MAX - upload.sizeBytes() + replacedBytes,
                room.stagedBytes() - staged + replacedBytes);
    }

    private ChunkResult store(View view, FileName transfer, FileName chunk, Received received, Room room) {
        boolean stored = false;
        try {
            ChunkResult result =
                    database.write(Partition.of(view.space()), tx -> store(tx, view, transfer, chunk, received, room));
            stored = result instanceof ChunkResult.Stored;
            return result;
        } finally {
            if (!stored) {
                objects.discard(received.object());
            }
        }
    }

    private ChunkResult store(Transaction tx, View view, FileName transfer, FileName name, Received received, Room room)
            throws SQLException {
        return switch (place(tx, view, transfer, name, room)) {
            case Place.None(ChunkResult why) -> why;
            case Place.Open open when received.sizeBytes() > open.mostBytes() -> open.tooMuch(received.sizeBytes());
            case Place.Open open -> {
                Instant now = now();
                Chunk chunk = new Chunk(name, received.object().id(), received.sizeBytes(), now);
                objects.register(tx, received.object());
                UploadRows.put(tx, open.upload(), chunk);
                boolean created = open.replaced().isEmpty();
                long grown = chunk.sizeBytes()
                        - open.replaced().map(Chunk::sizeBytes).orElse(0L);
                UploadRows.touch(tx, open.upload(), created ? 1 : 0, grown, now);
                yield new ChunkResult.Stored(created);
            }
        };
    }

    boolean remove(View view, FileName transfer, FileName name) {
        return database.write(Partition.of(view.space()), tx -> {
            Optional<Upload> upload = UploadRows.open(tx, view.owner(), transfer);
            if (upload.isEmpty()) {
                return false;
            }
            Optional<Chunk> chunk = UploadRows.chunk(tx, upload.get(), name);
            if (chunk.isEmpty()) {
                return false;
            }
            UploadRows.delete(tx, upload.get(), name);
            UploadRows.touch(tx, upload.get(), -1, -chunk.get().sizeBytes(), now());
            return true;
        });
    }

    private void refused(View view, FileName transfer, String reason) {
        journal.refused(EventType.UPLOAD_CHUNK_STORED, view, transfer, reason);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
