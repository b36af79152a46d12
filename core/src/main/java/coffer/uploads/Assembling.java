package coffer.uploads;

import coffer.base.Checksum;
import coffer.base.FileName;
import coffer.base.ObjectId;
import coffer.blobs.Objects;
import coffer.blobs.StoredObject;
import coffer.db.Database;
import coffer.db.Transaction;
import coffer.events.EventType;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.files.UploadMeta;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.uploads.UploadRows.Chunk;
import coffer.uploads.UploadRows.Upload;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Chunks become a file. Everything that takes time happens before the transaction; a chunk that comes or goes meanwhile
 * is noticed in it by the upload's revision, and the attempt is made again.
 */
final class Assembling {
    /** Attempts while chunks keep coming. No client stores chunks while it asks for the file. */
    private static final int ATTEMPTS_MAX = 5;

    private final Database database;
    private final Objects objects;
    private final Files files;
    private final UploadJournal journal;
    private final Clock clock;

    Assembling(Database database, Objects objects, Files files, UploadJournal journal, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.files = files;
        this.journal = journal;
        this.clock = clock;
    }

    AssembleResult assemble(View view, FileName transfer, Spot destination, Assembly assembly) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<Whole> whole = database.read(session -> {
                Optional<Upload> upload = UploadRows.open(session, view.owner(), transfer);
                return upload.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Whole(upload.get(), UploadRows.chunks(session, upload.get())));
            });
            if (whole.isEmpty()) {
                return new AssembleResult.NoTransfer();
            }
            try {
                return new AssembleResult.Answered(attach(view, whole.get(), destination, assembly));
            } catch (Changed e) {
                // A chunk came or went, or somebody else has assembled it: the next attempt will see which.
            }
        }
        journal.refused(EventType.UPLOAD_ASSEMBLED, view, transfer, "chunks kept coming");
        return new AssembleResult.StillChanging();
    }

    /** An upload and its chunks at one moment. */
    private record Whole(Upload upload, List<Chunk> chunks) {
        List<ObjectId> objects() {
            return chunks.stream().map(Chunk::object).toList();
        }

        List<Long> sizes() {
            return chunks.stream().map(Chunk::sizeBytes).toList();
        }
    }

    private WriteResult attach(View view, Whole whole, Spot destination, Assembly assembly) {
        Upload upload = whole.upload();
        long announced = announcedBytes(upload, assembly);
        if (announced != Announced.UNKNOWN && announced != upload.sizeBytes()) {
            return refused(
                    view, upload, new Refusal.WrongLength(announced), "not the announced " + announced + " bytes");
        }
        UploadMeta meta = assembly.meta();
        Checksum expected = assembly.checksum();
        if (expected != null) {
            // Reading it all would be in vain where the tree refuses anyway.
            Optional<WriteResult> refusal = files.refusal(
                    destination.view(),
                    destination.path(),
                    upload.sizeBytes(),
                    meta.makeParents(),
                    assembly.conditions());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Checksum actual = objects.checksum(whole.objects(), expected.algorithm());
            if (!actual.equals(expected)) {
                return refused(
                        view,
                        upload,
                        new Refusal.WrongChecksum(expected, actual),
                        "checksum " + actual + " instead of " + expected);
            }
            meta = new UploadMeta(meta.modified(), meta.created(), List.of(expected), meta.makeParents());
        }
        StoredObject manifest = objects.manifest(whole.objects(), whole.sizes());
        return files.attach(
                destination.view(),
                destination.path(),
                manifest,
                meta,
                assembly.conditions(),
                view.space(),
                (tx, _) -> close(tx, view, upload, destination));
    }

    private static long announcedBytes(Upload upload, Assembly assembly) {
        if (assembly.announcedTotalBytes() != Announced.UNKNOWN) {
            return assembly.announcedTotalBytes();
        }
        Long atBeginning = upload.announcedBytes();
        return atBeginning == null ? Announced.UNKNOWN : atBeginning;
    }

    private WriteResult refused(View view, Upload upload, WriteResult refusal, String reason) {
        journal.refused(EventType.UPLOAD_ASSEMBLED, view, upload.name(), reason);
        return refusal;
    }

    /** In the transaction that makes the file. The rows of the chunks go later, in batches: there may be thousands. */
    private void close(Transaction tx, View view, Upload upload, Spot destination) throws SQLException {
        if (!UploadRows.closeUnchanged(tx, upload, clock.instant())) {
            throw new Changed();
        }
        journal.assembled(tx, view, upload, destination.whole());
    }

    /** Undoes the transaction. Never leaves this class. */
    private static final class Changed extends RuntimeException {
        Changed() {
            super("the upload has changed", null, false, false);
        }
    }
}
