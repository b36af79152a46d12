package coffer.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long what was read about credentials may be believed: for two seconds, and never across a change that this
 * process made. Whoever keeps something reads the epoch <em>before</em> the database; a change raises it after its
 * commit and before it is acknowledged. So an answer that was read before a revocation is never used after it.
 */
final class CredentialEpoch {
    /** How long another process on the same database may still accept what this one has revoked. */
    static final Duration FRESH = Duration.ofSeconds(2);

    private final AtomicLong epoch = new AtomicLong();

    /** When something was read from the database. */
    record Reading(long epoch, Instant at) {}

    Reading begin(Instant now) {
        return new Reading(epoch.get(), now);
    }

    boolean fresh(Reading reading, Instant now) {
        Duration age = Duration.between(reading.at, now);
        // A negative age: the clock was turned back, and nothing is known about the true one.
        return reading.epoch == epoch.get() && !age.isNegative() && age.compareTo(FRESH) < 0;
    }

    /** Everything read before is void in this process. */
    void raise() {
        epoch.incrementAndGet();
    }
}
