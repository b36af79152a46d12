package coffer.blobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Holds reading to a rate, and ends it when it is to stop. Time that was not used is not saved up. For one thread. */
final class Pacer {
    /** Pauses come at the earliest after as many bytes as are allowed in this time. */
    private static final Duration BETWEEN_PAUSES = Duration.ofMillis(100);

    private static final double NANOS_PER_SECOND = 1e9;

    private final long bytesPerSecond;
    private final Clock clock;
    private final Pause pause;
    private final BooleanSupplier stopped;
    private final double bytesBetweenPauses;
    private Instant since;
    private long bytesSince;
    private long bytes;

    /** Thrown when there was a call to stop. Never leaves this package. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param bytesPerSecond {@link Long#MAX_VALUE} for no limit */
    Pacer(long bytesPerSecond, Clock clock, Pause pause, BooleanSupplier stopped) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.pause = pause;
        this.stopped = stopped;
        this.bytesBetweenPauses = bytesPerSecond * (BETWEEN_PAUSES.toNanos() / NANOS_PER_SECOND);
        this.since = clock.instant();
    }

    /** For what is done at once. */
    static Pacer unlimited(Clock clock) {
        return new Pacer(Long.MAX_VALUE, clock, _ -> {}, () -> false);
    }

    /**
     * Waits until these bytes may be read.
     *
     * @throws Stopped when nothing more is to be read
     */
    void take(int count) {
        if (stopped.getAsBoolean()) {
            throw new Stopped();
        }
        bytes += count;
        bytesSince += count;
        if (bytesSince >= bytesBetweenPauses) {
            Duration allowed = Duration.ofNanos((long) (bytesSince / (double) bytesPerSecond * NANOS_PER_SECOND));
            Duration ahead = allowed.minus(Duration.between(since, clock.instant()));
            if (ahead.isPositive()) {
                pause.pause(ahead);
            }
            since = clock.instant();
            bytesSince = 0;
        }
    }

    /** All that was read so far. */
    long bytes() {
        return bytes;
    }
}
