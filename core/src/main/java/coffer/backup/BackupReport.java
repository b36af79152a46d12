package coffer.backup;

import coffer.base.ObjectId;
import java.time.Instant;
import java.util.Map;

/**
 * How a backup went.
 *
 * @param snapshot its name
 * @param made the moment whose rows it has
 * @param rows of all tables
 * @param objects with bytes of their own
 * @param objectBytes their stored bytes
 * @param copied objects that no snapshot before had
 * @param copiedBytes their stored bytes: what was read of content
 * @param writtenBytes what was written in all: copied objects, pieces of rows, keys
 * @param removed snapshots that were too many
 * @param damaged objects that could not be copied, because they are damaged or missing here, each with what is wrong
 */
public record BackupReport(
        String snapshot,
        Instant made,
        long rows,
        long objects,
        long objectBytes,
        long copied,
        long copiedBytes,
        long writtenBytes,
        int removed,
        Map<ObjectId, String> damaged) {
    public BackupReport {
        damaged = Map.copyOf(damaged);
    }
}
