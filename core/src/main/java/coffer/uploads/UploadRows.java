package coffer.uploads;

import coffer.base.AccountId;
import coffer.base.FileName;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of uploads and their chunks. Stateless. */
final class UploadRows {
    private static final String UPLOAD_COLUMNS =
            "id, account_id, owner_uid, space_id, name, announced_bytes, begun_us, touched_us, chunks, size_bytes, revision";

    private static final String OPEN =
            "SELECT " + UPLOAD_COLUMNS + " FROM upload WHERE account_id = ? AND name = ? AND closed_us IS NULL";
    private static final String OPEN_OF_ACCOUNT = "SELECT " + UPLOAD_COLUMNS
            + " FROM upload WHERE account_id = ? AND closed_us IS NULL ORDER BY name LIMIT ?";
    private static final String OPEN_COUNT =
            "SELECT count(*), coalesce(sum(size_bytes), 0) FROM upload WHERE account_id = ? AND closed_us IS NULL";
    private static final String EXPIRED = "SELECT " + UPLOAD_COLUMNS
            + " FROM upload WHERE closed_us IS NULL AND touched_us <= ? ORDER BY touched_us, id LIMIT ?";
    private static final String CLOSED =
            "SELECT " + UPLOAD_COLUMNS + " FROM upload WHERE closed_us IS NOT NULL ORDER BY closed_us, id LIMIT ?";
    private static final String OF_ACCOUNT =
            "SELECT " + UPLOAD_COLUMNS + " FROM upload WHERE account_id = ? ORDER BY id LIMIT ?";
    private static final String INSERT = """
            INSERT INTO upload (id, account_id, owner_uid, space_id, name, announced_bytes, begun_us, touched_us, chunks,
                                size_bytes, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)
            ON CONFLICT (account_id, name) WHERE closed_us IS NULL DO NOTHING
            """;
    private static final String TOUCH = """
            UPDATE upload
               SET chunks = chunks + ?, size_bytes = size_bytes + ?, revision = revision + 1, touched_us = ?
             WHERE id = ? AND closed_us IS NULL
            """;
    private static final String CLOSE = "UPDATE upload SET closed_us = ? WHERE id = ? AND closed_us IS NULL";
    private static final String CLOSE_UNCHANGED =
            "UPDATE upload SET closed_us = ? WHERE id = ? AND revision = ? AND closed_us IS NULL";
    private static final String CLOSE_UNTOUCHED =
            "UPDATE upload SET closed_us = ? WHERE id = ? AND touched_us <= ? AND closed_us IS NULL";
    private static final String DELETE = "DELETE FROM upload WHERE id = ?";

    private static final String CHUNKS =
            "SELECT name, object_id, size_bytes, stored_us FROM upload_chunk WHERE upload_id = ?";
    private static final String CHUNK =
            "SELECT name, object_id, size_bytes, stored_us FROM upload_chunk WHERE upload_id = ? AND name = ?";
    private static final String PUT_CHUNK = """
            INSERT INTO upload_chunk (upload_id, name, object_id, size_bytes, stored_us) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (upload_id, name)
            DO UPDATE SET object_id = excluded.object_id, size_bytes = excluded.size_bytes, stored_us = excluded.stored_us
            """;
    private static final String DELETE_CHUNK = "DELETE FROM upload_chunk WHERE upload_id = ? AND name = ?";
    private static final String DELETE_CHUNKS = """
            DELETE FROM upload_chunk
             WHERE upload_id = ?
               AND name IN (SELECT name FROM upload_chunk WHERE upload_id = ? ORDER BY name LIMIT ?)
            """;

    private UploadRows() {}

    /** An upload as its row says. */
    record Upload(
            long id,
            AccountId account,
            String ownerUid,
            SpaceId space,
            FileName name,
            @Nullable Long announcedBytes,
            Instant begun,
            Instant touched,
            int chunks,
            long sizeBytes,
            long revision) {}

    record Chunk(FileName name, ObjectId object, long sizeBytes, Instant stored) {}

    /** How many open uploads an account has, and what their chunks hold. */
    record Staged(int uploads, long bytes) {}

    static Optional<Upload> open(Session session, AccountId account, FileName name) throws SQLException {
        return session.one(OPEN, UploadRows::upload, account.value(), name.value());
    }

    static List<Upload> open(Session session, AccountId account, int max) throws SQLException {
        return session.list(OPEN_OF_ACCOUNT, UploadRows::upload, account.value(), max);
    }

    static Staged staged(Session session, AccountId account) throws SQLException {
        return session.one(OPEN_COUNT, row -> new Staged(row.getInt(1), row.getLong(2)), account.value())
                .orElseThrow();
    }

    static List<Upload> untouchedSince(Session session, Instant latest, int max) throws SQLException {
        return session.list(EXPIRED, UploadRows::upload, micros(latest), max);
    }

    static List<Upload> closed(Session session, int max) throws SQLException {
        return session.list(CLOSED, UploadRows::upload, max);
    }

    static List<Upload> ofAccount(Session session, AccountId account, int max) throws SQLException {
        return session.list(OF_ACCOUNT, UploadRows::upload, account.value(), max);
    }

    /** False when an open one has this name. */
    static boolean insert(Transaction tx, Upload upload) throws SQLException {
        return tx.update(
                        INSERT,
                        upload.id,
                        upload.account.value(),
                        upload.ownerUid,
                        upload.space.value(),
                        upload.name.value(),
                        upload.announcedBytes,
                        micros(upload.begun),
                        micros(upload.touched))
                == 1;
    }

    /** A chunk has come or gone. */
    static void touch(Transaction tx, Upload upload, int chunks, long bytes, Instant now) throws SQLException {
        if (tx.update(TOUCH, chunks, bytes, micros(now), upload.id) != 1) {
            throw new IllegalStateException(
                    "upload " + upload.id + " was closed in the transaction that found it open");
        }
    }

    static boolean close(Transaction tx, Upload upload, Instant now) throws SQLException {
        return tx.update(CLOSE, micros(now), upload.id) == 1;
    }

    /** False when a chunk has come or gone since the upload was read, or it is closed. */
    static boolean closeUnchanged(Transaction tx, Upload upload, Instant now) throws SQLException {
        return tx.update(CLOSE_UNCHANGED, micros(now), upload.id, upload.revision) == 1;
    }

    /** False when something has come later than {@code latest}, or it is closed. */
    static boolean closeUntouched(Transaction tx, Upload upload, Instant latest, Instant now) throws SQLException {
        return tx.update(CLOSE_UNTOUCHED, micros(now), upload.id, micros(latest)) == 1;
    }

    static void delete(Transaction tx, Upload upload) throws SQLException {
        tx.update(DELETE, upload.id);
    }

    /** All chunks in the order in which they are joined. */
    static List<Chunk> chunks(Session session, Upload upload) throws SQLException {
        List<Chunk> chunks = session.list(CHUNKS, UploadRows::chunk, upload.id);
        chunks.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.name.value(), b.name.value()));
        return chunks;
    }

    static Optional<Chunk> chunk(Session session, Upload upload, FileName name) throws SQLException {
        return session.one(CHUNK, UploadRows::chunk, upload.id, name.value());
    }

    static void put(Transaction tx, Upload upload, Chunk chunk) throws SQLException {
        tx.update(
                PUT_CHUNK, upload.id, chunk.name.value(), chunk.object.value(), chunk.sizeBytes, micros(chunk.stored));
    }

    static void delete(Transaction tx, Upload upload, FileName chunk) throws SQLException {
        tx.update(DELETE_CHUNK, upload.id, chunk.value());
    }

    /** Deletes some of its chunks and returns how many. */
    static int deleteChunks(Transaction tx, Upload upload, int max) throws SQLException {
        return tx.update(DELETE_CHUNKS, upload.id, upload.id, max);
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getLong(1),
                new AccountId(row.getLong(2)),
                row.getString(3),
                new SpaceId(row.getLong(4)),
                new FileName(row.getString(5)),
                Session.nullableLong(row, 6),
                instant(row.getLong(7)),
                instant(row.getLong(8)),
                row.getInt(9),
                row.getLong(10),
                row.getLong(11));
    }

    private static Chunk chunk(ResultSet row) throws SQLException {
        return new Chunk(
                new FileName(row.getString(1)),
                new ObjectId(Session.uuid(row, 2)),
                row.getLong(3),
                instant(row.getLong(4)));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
