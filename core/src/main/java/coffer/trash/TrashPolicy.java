package coffer.trash;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How long things stay in the trash bin.
 *
 * @param keep after this time they go; zero keeps nothing, so that what is removed is gone at once
 */
public record TrashPolicy(Duration keep) {
    /** As stock servers do. */
    public static final Duration KEEP_DEFAULT = Duration.ofDays(30);

    /** Of what a quota leaves free, the trash bin may hold one part in so many; beyond that the oldest goes. Stock servers leave it half. */
    static final long SHARE_OF_FREE = 2;

    private static final Pattern DAYS = Pattern.compile("\\d{1,5}");

    public TrashPolicy {
        if (keep.isNegative()) {
            throw new IllegalArgumentException("a time to keep things is not negative");
        }
    }

    /**
     * Reads a number of days; 0 keeps nothing.
     *
     * @throws IllegalArgumentException with what is expected
     */
    public static TrashPolicy parse(String days) {
        if (!DAYS.matcher(days).matches()) {
            throw new IllegalArgumentException("a number of days from 0 to 99999 is expected");
        }
        return new TrashPolicy(Duration.ofDays(Long.parseLong(days)));
    }

    public static TrashPolicy standard() {
        return new TrashPolicy(KEEP_DEFAULT);
    }

    boolean keepsAnything() {
        return !keep.isZero();
    }
}
