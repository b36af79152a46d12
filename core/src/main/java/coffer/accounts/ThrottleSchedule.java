package coffer.accounts;

import java.time.Duration;

/** How failures slow the next attempt. */
final class ThrottleSchedule {
    /** Failures older than this no longer count. */
    static final Duration WINDOW = Duration.ofHours(12);

    /** More than {@link #FAILURES_MAX} within this: nothing is tried any more. */
    static final Duration HARD_WINDOW = Duration.ofMinutes(30);

    static final int FAILURES_MAX = 10;

    static final Duration DELAY_BASE = Duration.ofMillis(100);

    /** Clients give up on a request after 30 s. */
    static final Duration DELAY_MAX = Duration.ofSeconds(25);

    private ThrottleSchedule() {}

    /**
     * How long the next attempt waits: nothing before the first failure, then 0.1 s · 2ⁿ, at most {@link #DELAY_MAX}.
     *
     * @param failures different wrong secrets within {@link #WINDOW}
     */
    static Duration delay(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        // From 2⁸ on it is the longest anyway; the bound keeps the shift within its type.
        Duration grown = DELAY_BASE.multipliedBy(1L << Math.min(failures, FAILURES_MAX));
        return grown.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : grown;
    }
}
