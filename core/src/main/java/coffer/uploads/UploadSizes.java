package coffer.uploads;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ObjectSizes;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the chunks of open uploads anew, and how large they are, from the contents that they name. Closed uploads, whose rows are about to go,
 * are left out. For one thread, while nobody else writes.
 */
public final class UploadSizes {
    private static final String CHUNK = "upload_chunk";
    private static final String SIZE = "size_bytes";
    private static final String PAGE = """
            SELECT id, space_id, chunks, size_bytes
              FROM upload
             WHERE id > ? AND closed_us IS NULL
             ORDER BY id
             LIMIT ?
            """;
    private static final String CHUNKS = """
            SELECT name, object_id, size_bytes
              FROM upload_chunk
             WHERE upload_id = ? AND name > ?
             ORDER BY name
             LIMIT ?
            """;
    private static final String SET = "UPDATE upload SET chunks = ?, size_bytes = ? WHERE id = ?";
    private static final String SET_CHUNK = "UPDATE upload_chunk SET size_bytes = ? WHERE upload_id = ? AND name = ?";

    private final Database database;
    private final Recount recount;
    private final ObjectSizes objects;

    /** @param objects counted before */
    public UploadSizes(Database database, Recount recount, ObjectSizes objects) {
        this.database = database;
        this.recount = recount;
        this.objects = objects;
    }

    private record Open(long id, SpaceId space, long chunks, long bytes) {
        static Open read(ResultSet row) throws SQLException {
            return new Open(row.getLong(1), new SpaceId(row.getLong(2)), row.getLong(3), row.getLong(4));
        }
    }

    private record Chunk(String name, ObjectId object, long saidBytes) {
        static Chunk read(ResultSet row) throws SQLException {
            return new Chunk(row.getString(1), new ObjectId(Session.uuid(row, 2)), row.getLong(3));
        }
    }

    /** Counts all. */
    public void count() {
        long last = Long.MIN_VALUE;
        List<Open> page;
        do {
            page = page(last);
            page.forEach(this::count);
            last = page.isEmpty() ? last : page.getLast().id;
        } while (!page.isEmpty());
    }

    private List<Open> page(long after) {
        return database.readOne(session -> session.list(PAGE, Open::read, after, Recount.ROWS));
    }

    private void count(Open upload) {
        long chunks = 0;
        long bytes = 0;
        List<Chunk> page = chunks(upload, "");
        while (!page.isEmpty()) {
            chunks += page.size();
            bytes += mendChunks(upload, page);
            page = chunks(upload, page.getLast().name);
        }
        String row = Long.toString(upload.id);
        Recount.Batch batch = recount.batch("upload");
        boolean number = batch.differs(row, "chunks", upload.chunks, chunks);
        boolean size = batch.differs(row, SIZE, upload.bytes, bytes);
        if (number || size) {
            Object[] counted = {chunks, bytes, upload.id};
            batch.end(Partition.of(upload.space), tx -> tx.update(SET, counted));
        }
    }

    private List<Chunk> chunks(Open upload, String after) {
        return database.readOne(session -> session.list(CHUNKS, Chunk::read, upload.id, after, Recount.ROWS));
    }

    /** How large these are together. */
    private long mendChunks(Open upload, List<Chunk> page) {
        Map<ObjectId, Long> sizes =
                objects.of(page.stream().map(Chunk::object).distinct().toList());
        Recount.Batch batch = recount.batch(CHUNK);
        List<@Nullable Object[]> rows = new ArrayList<>();
        long together = 0;
        for (Chunk chunk : page) {
            String row = upload.id + " " + chunk.name;
            Long bytes = sizes.get(chunk.object);
            if (bytes == null) {
                recount.unknown(
                        CHUNK, row, SIZE, chunk.saidBytes, "its content " + chunk.object + " cannot be counted");
            } else if (batch.differs(row, SIZE, chunk.saidBytes, bytes)) {
                rows.add(new Object[] {bytes, upload.id, chunk.name});
            }
            together += bytes == null ? chunk.saidBytes : bytes;
        }
        batch.end(Partition.of(upload.space), tx -> tx.batch(SET_CHUNK, rows));
        return together;
    }
}
