package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.SpaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's log stays bounded although somebody writes and somebody reads at every moment. */
@Timeout(120)
final class SqliteLogTest {
    private static final long LOG_PAGES_MAX = 256;
    private static final int PAGE_BYTES = 4096;
    private static final int ROW_BYTES = 16 * 1024;
    private static final int WRITERS = 4;
    private static final int READERS = 2;
    /** A hundred times the bound. */
    private static final long ROWS = 100 * LOG_PAGES_MAX * PAGE_BYTES / ROW_BYTES;

    @TempDir
    private Path directory;

    @Test
    void aLogThatIsAlwaysWrittenAndReadStartsAnewFromTimeToTime() throws Exception {
        Path file = directory.resolve("coffer.db");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        try (SqliteDatabase database = new SqliteDatabase(file, LOG_PAGES_MAX);
                var threads = Executors.newCachedThreadPool()) {
            database.write(
                    Partition.GENERAL, tx -> tx.update("CREATE TABLE probe (id INTEGER PRIMARY KEY, bytes BLOB)"));
            for (int i = 0; i < READERS; i++) {
                threads.execute(() -> {
                    while (!stop.get()) {
                        database.read(session -> session.list("SELECT max(id) FROM probe", row -> row.getLong(1)));
                    }
                });
            }
            AtomicLong ids = new AtomicLong();
            var writers = new java.util.ArrayList<Future<?>>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> write(database, ids, file, longest)));
            }
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                stop.set(true);
            }
        }

        // Together with what comes in between two looks; without a bound it would be all that was written.
        assertThat(longest.get()).isLessThan(ROWS * ROW_BYTES / 2);
    }

    private static void write(SqliteDatabase database, AtomicLong ids, Path file, AtomicLong longest) {
        for (long id = ids.incrementAndGet(); id <= ROWS; id = ids.incrementAndGet()) {
            long row = id;
            database.write(
                    Partition.of(new SpaceId(1)),
                    tx -> tx.update("INSERT INTO probe VALUES (?, ?)", row, new byte[ROW_BYTES]));
            longest.accumulateAndGet(length(file.resolveSibling("coffer.db-wal")), Math::max);
        }
    }

    private static long length(Path log) {
        try {
            return Files.size(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
