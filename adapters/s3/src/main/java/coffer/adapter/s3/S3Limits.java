package coffer.adapter.s3;

import java.time.Duration;

/**
 * Sizes and patience of one store.
 *
 * @param partBytes the longest object that is sent in one request, and the size of the first parts of a longer one
 * @param connectTimeout how long the server may take to accept a connection
 * @param readTimeout how long it may let us wait for the next bytes
 * @param callTimeout how long a request without much content may take as a whole; see {@link #callTimeout(long)}
 */
record S3Limits(int partBytes, Duration connectTimeout, Duration readTimeout, Duration callTimeout) {
    /** The smallest part that S3 takes, but for the last. */
    static final int PART_BYTES_MIN = 5 * 1024 * 1024;

    /** Each object that is being received may hold this much memory. */
    static final int PART_BYTES_MAX = 64 * 1024 * 1024;

    /** A line that carries less is taken for dead. */
    static final long SLOWEST_BYTES_PER_SECOND = 128 * 1024;

    static final S3Limits DEFAULT =
            new S3Limits(8 * 1024 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(2));

    S3Limits {
        if (partBytes < PART_BYTES_MIN || partBytes > PART_BYTES_MAX) {
            throw new IllegalArgumentException("the parts of an object have " + PART_BYTES_MIN + " to " + PART_BYTES_MAX
                    + " bytes, not " + partBytes);
        }
        if (!isPositive(connectTimeout) || !isPositive(readTimeout) || !isPositive(callTimeout)) {
            throw new IllegalArgumentException("an object store needs time-outs longer than nothing");
        }
    }

    private static boolean isPositive(Duration duration) {
        return duration.isPositive();
    }

    /** How long a request that moves this much may take. */
    Duration callTimeout(long bytes) {
        return callTimeout.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }
}
