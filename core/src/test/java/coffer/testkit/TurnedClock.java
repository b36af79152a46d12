package coffer.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test turns it. Thread-safe. */
public final class TurnedClock extends Clock {
    private volatile Instant now;

    public TurnedClock(Instant start) {
        now = start;
    }

    /** Turns it forward, or back by a negative duration. */
    public synchronized void turn(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests count in UTC");
    }
}
