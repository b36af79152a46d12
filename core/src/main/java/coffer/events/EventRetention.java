package coffer.events;

import java.time.Clock;
import java.time.Duration;

/**
 * Removes events whose time is over, a bounded number at a time: the task of a {@link BackgroundLoop}.
 *
 * <p>An event that a reader has not passed stays, however old it is. A clock that was ahead for a while delays the removal
 * of what was written meanwhile, never the other way round.
 */
public final class EventRetention implements BackgroundLoop.Task {
    /** Long enough to look at what a reader made of an event; what must be kept longer is in the audit log. */
    public static final Duration KEEP_DEFAULT = Duration.ofDays(7);

    /** The pause of the loop. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    private final EventLog events;
    private final Duration keep;
    private final Clock clock;

    /**
     * A retention that keeps events for some time.
     *
     * @param keep how long at least
     */
    public EventRetention(EventLog events, Duration keep, Clock clock) {
        this.events = events;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public BackgroundLoop.Next run() {
        int removed = events.removeExpired(clock.instant().minus(keep));
        return removed == EventLog.REMOVE_MAX ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }
}
