package coffer.blobs;

import java.time.Duration;
import java.time.Instant;

/**
 * How patient the sweeper is, and how much it does at once.
 *
 * @param grace from the proof that nothing names an object until its row and bytes go. Longer than any transaction and
 *     any download in progress; at least {@link #GRACE_MIN}
 * @param orphanAge age below which a file without a row is left alone: it may be on its way to getting one
 * @param installed when this installation was made. A file from before it belongs to a history that its database does
 *     not know, and is never removed
 * @param pages pages of rows, or of files, that one sweep looks at in each of its steps
 */
public record SweepPolicy(Duration grace, Duration orphanAge, Instant installed, int pages) {
    /** Far longer than any transaction lives, so that one which has named an object unseen is over. */
    public static final Duration GRACE_MIN = Duration.ofMinutes(1);

    private static final Duration GRACE = Duration.ofDays(1);
    private static final Duration ORPHAN_AGE = Duration.ofDays(2);

    /** Every minute this looks at some three thousand objects, and at all of ten million within three days. */
    private static final int PAGES = 16;

    public SweepPolicy {
        if (grace.compareTo(GRACE_MIN) < 0) {
            throw new IllegalArgumentException("a time of grace of " + grace + " is below " + GRACE_MIN);
        }
        if (pages < 1) {
            throw new IllegalArgumentException("a sweep looks at one page at least");
        }
    }

    /** A day of grace, and two for files without a row. */
    public static SweepPolicy standard(Instant installed) {
        return new SweepPolicy(GRACE, ORPHAN_AGE, installed, PAGES);
    }
}
