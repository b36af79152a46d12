package coffer.blobs;

import java.time.Duration;

/**
 * What one kind of self-check looks at, how often and how fast.
 *
 * @param keyed whether every segment is opened as readers do; otherwise no key is used on any content
 * @param oneIn one object in so many is looked at, in each walk others; 1 for all
 * @param every from the beginning of one walk to the beginning of the next, or to the end of the first if that is later
 * @param within how long a walk is to take at most: it reads as fast as it must for that
 * @param bytesPerSecond and this fast at least, so that it does not take longer than it must either
 */
public record ScrubPolicy(boolean keyed, int oneIn, Duration every, Duration within, long bytesPerSecond) {
    private static final long GENTLE = 8L << 20;
    private static final Duration DAY = Duration.ofDays(1);

    /** After so many weeks every object was opened once. */
    private static final int WEEKS = 16;

    public ScrubPolicy {
        if (oneIn < 1 || bytesPerSecond < 1 || every.toSeconds() < 1 || within.toSeconds() < 1) {
            throw new IllegalArgumentException("a self-check of one object in " + oneIn + " every " + every
                    + ", within " + within + " and with " + bytesPerSecond + " bytes a second cannot be");
        }
    }

    /** Everything, without keys, every day. */
    public static ScrubPolicy nightly() {
        return new ScrubPolicy(false, 1, DAY, DAY.minusHours(4), GENTLE);
    }

    /** One object in sixteen, with keys, every week. */
    public static ScrubPolicy weekly() {
        return new ScrubPolicy(true, WEEKS, DAY.multipliedBy(7), DAY.multipliedBy(2), GENTLE);
    }

    /** As fast as it goes, for somebody who waits for it. */
    public static ScrubPolicy now(boolean keyed, int oneIn) {
        return new ScrubPolicy(keyed, oneIn, Duration.ofSeconds(1), DAY, Long.MAX_VALUE);
    }

    /** How fast a walk over objects of so many stored bytes reads. Opening an object reads it a second time. */
    long bytesPerSecond(long storedBytes) {
        double reads = (double) storedBytes / oneIn * (keyed ? 2 : 1);
        return Math.max(bytesPerSecond, (long) Math.ceil(reads / within.toSeconds()));
    }
}
