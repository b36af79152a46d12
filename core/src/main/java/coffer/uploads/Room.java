package coffer.uploads;

import coffer.base.FilePath;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.UsedQuota;
import coffer.files.View;

/**
 * How much a client may still bring, as far as can be said before the destination is written. Never refuses what the
 * assembling would accept: a file that is replaced makes room, so where the destination is not known only what exceeds the
 * whole quota is out of the question.
 *
 * @param fileBytes the most the assembled file can have
 * @param freeBytes what is free, for the answer
 * @param replacedBytes what the destination holds now
 * @param stagedBytes the most that all open uploads of the account may hold together
 */
record Room(long fileBytes, long freeBytes, long replacedBytes, long stagedBytes) {
    sealed interface Fit {
        record Fits() implements Fit {}

        record QuotaExceeded(long wantedBytes, long freeBytes) implements Fit {}

        record TooLarge(long maxBytes) implements Fit {}
    }

    /** Whether a file of this length can be assembled. */
    Fit fits(long totalBytes) {
        if (totalBytes > Files.FILE_BYTES_MAX) {
            return new Fit.TooLarge(Files.FILE_BYTES_MAX);
        }
        return totalBytes > fileBytes ? new Fit.QuotaExceeded(totalBytes - replacedBytes, freeBytes) : new Fit.Fits();
    }

    /** Asks the tree. */
    static final class Source {
        private final Files files;

        Source(Files files) {
            this.files = files;
        }

        Room of(View view, Announced announced) {
            UsedQuota quota = files.quota(view);
            if (quota.availableBytes() == UsedQuota.UNLIMITED) {
                return new Room(Files.FILE_BYTES_MAX, Long.MAX_VALUE, 0, Long.MAX_VALUE);
            }
            long whole = quota.usedBytes() + quota.availableBytes();
            FilePath destination = announced.destination();
            if (destination == null) {
                return new Room(whole, quota.availableBytes(), 0, whole);
            }
            long replaced = files.entry(view, destination)
                    .filter(entry -> !entry.collection())
                    .map(Entry::sizeBytes)
                    .orElse(0L);
            return new Room(quota.availableBytes() + replaced, quota.availableBytes(), replaced, whole);
        }
    }
}
