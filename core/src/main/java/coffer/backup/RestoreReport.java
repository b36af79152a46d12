package coffer.backup;

import coffer.base.ObjectId;
import java.time.Instant;
import java.util.Map;

/**
 * What a snapshot has, as far as it was read.
 *
 * @param snapshot its name
 * @param made the moment whose rows it has
 * @param program version of the program that made it
 * @param rows of all tables
 * @param objects whole, with bytes of their own
 * @param objectBytes their stored bytes
 * @param missing objects whose bytes are not there or not whole, each with what is wrong; with those that were damaged when the backup was
 *     made
 */
public record RestoreReport(
        String snapshot,
        Instant made,
        String program,
        long rows,
        long objects,
        long objectBytes,
        Map<ObjectId, String> missing) {
    public RestoreReport {
        missing = Map.copyOf(missing);
    }

    public boolean isWhole() {
        return missing.isEmpty();
    }
}
