package coffer.uploads;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.uploads.UploadRows.Upload;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Uploads that nobody will finish, and the rows of those that are closed. */
final class Expiry {
    /** Uploads that one round looks at. */
    private static final int UPLOADS_MAX = 200;

    /** Rows of chunks that one transaction deletes, so that it stays short. */
    static final int CHUNKS_MAX = 500;

    /** Batches of chunks that one round deletes: somewhat more than those of the largest upload. */
    private static final int BATCHES_MAX = 30;

    private final Database database;
    private final UploadJournal journal;
    private final Clock clock;

    Expiry(Database database, UploadJournal journal, Clock clock) {
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    ExpiryReport round() {
        int expired = 0;
        Instant latest = clock.instant().minus(Uploads.LIFETIME);
        for (Upload upload : database.read(session -> UploadRows.untouchedSince(session, latest, UPLOADS_MAX))) {
            expired += expire(upload, latest);
        }
        return new ExpiryReport(expired, clean(database.read(session -> UploadRows.closed(session, UPLOADS_MAX))));
    }

    boolean remove(AccountId account) {
        List<Upload> uploads = database.read(session -> UploadRows.ofAccount(session, account, UPLOADS_MAX));
        for (Upload upload : uploads) {
            database.write(Partition.of(upload.space()), tx -> {
                if (UploadRows.close(tx, upload, clock.instant())) {
                    journal.aborted(tx, Actor.system("account removal"), upload);
                }
                return null;
            });
        }
        clean(uploads);
        return database.read(session -> UploadRows.ofAccount(session, account, 1))
                .isEmpty();
    }

    private int expire(Upload upload, Instant latest) {
        return database.write(Partition.of(upload.space()), tx -> {
            if (!UploadRows.closeUntouched(tx, upload, latest, clock.instant())) {
                // A chunk has come since it was read, so it lives.
                return 0;
            }
            journal.expired(tx, upload);
            return 1;
        });
    }

    /** Deletes the rows of closed uploads, as many as a round may. */
    private int clean(List<Upload> closed) {
        int removed = 0;
        int batches = 0;
        for (Upload upload : closed) {
            int deleted = CHUNKS_MAX;
            while (deleted == CHUNKS_MAX) {
                if (batches++ == BATCHES_MAX) {
                    return removed;
                }
                deleted = deleteSome(upload);
                removed += deleted;
            }
        }
        return removed;
    }

    /** Deletes some chunks, and the upload itself with the last of them. */
    private int deleteSome(Upload upload) {
        return database.write(Partition.of(upload.space()), tx -> {
            int deleted = UploadRows.deleteChunks(tx, upload, CHUNKS_MAX);
            if (deleted < CHUNKS_MAX) {
                UploadRows.delete(tx, upload);
            }
            return deleted;
        });
    }
}
