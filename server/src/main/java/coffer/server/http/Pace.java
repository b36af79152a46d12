package coffer.server.http;

import java.time.Duration;

/**
 * How slow a client may be on average before it is given up. A silent client meets the idle limit; this one is for
 * those that send or take a byte now and then to hold a connection. Counts only the time spent waiting for the client.
 */
final class Pace {
    /** Slower than the slowest mobile network in use (GPRS, some 2 KiB/s) by far. */
    static final long BYTES_PER_SECOND_MIN = 256;

    /** Nobody is judged by less than this much waiting. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final long graceNanos;
    private long waitedNanos;
    private long bytes;

    Pace() {
        this(GRACE);
    }

    Pace(Duration grace) {
        graceNanos = grace.toNanos();
    }

    /** Notes one wait; false when the client is too slow altogether. */
    boolean kept(long nanos, long transferred) {
        waitedNanos += nanos;
        bytes += transferred;
        return waitedNanos <= graceNanos || bytes / BYTES_PER_SECOND_MIN >= waitedNanos / 1_000_000_000L;
    }
}
