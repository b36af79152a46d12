package coffer.uploads;

import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Spot;
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
            UsedQuota own = files.quota(view);
            Spot destination = announced.destination();
            if (destination == null) {
                return own.availableBytes() == UsedQuota.UNLIMITED
                        ? unlimited()
                        : new Room(whole(own), own.availableBytes(), 0, whole(own));
            }
            boolean elsewhere = !destination.view().space().equals(view.space());
            UsedQuota quota = elsewhere ? files.quota(destination.view()) : own;
            if (quota.availableBytes() == UsedQuota.UNLIMITED) {
                return unlimited();
            }
            long replaced = files.entry(destination.view(), destination.path())
                    .filter(entry -> !entry.collection())
                    .map(Entry::sizeBytes)
                    .orElse(0L);
            // What goes to somebody else waits among the account's own uploads.
            long staged = Math.max(whole(own), whole(quota));
            return new Room(quota.availableBytes() + replaced, quota.availableBytes(), replaced, staged);
        }

        private static Room unlimited() {
            return new Room(Files.FILE_BYTES_MAX, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        }

        private static long whole(UsedQuota quota) {
            return quota.availableBytes() == UsedQuota.UNLIMITED
                    ? Long.MAX_VALUE
                    : quota.usedBytes() + quota.availableBytes();
        }
    }
}
