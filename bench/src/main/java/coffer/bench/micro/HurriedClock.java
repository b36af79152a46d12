package coffer.bench.micro;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Goes on by the same step whenever somebody looks: what is believed for a shorter time is never believed twice. */
final class HurriedClock extends Clock {

    private final Duration step;
    private final AtomicLong looks = new AtomicLong();
    private final Instant start = Instant.now();

    HurriedClock(Duration step) {
        this.step = step;
    }

    @Override
    public Instant instant() {
        return start.plus(step.multipliedBy(looks.getAndIncrement()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
