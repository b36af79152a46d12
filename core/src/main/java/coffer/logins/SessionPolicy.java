package coffer.logins;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param idle without a request, for a browser that was not told to remember
 * @param idleRemembered the same for one that was
 * @param absolute from signing in, whatever happens
 * @param absoluteRemembered the same for one that remembers
 */
public record SessionPolicy(Duration idle, Duration idleRemembered, Duration absolute, Duration absoluteRemembered) {
    /** A day, or fifteen when remembered, as people know it; and never longer than a week or ninety days. */
    public static SessionPolicy standard() {
        return new SessionPolicy(Duration.ofHours(24), Duration.ofDays(15), Duration.ofDays(7), Duration.ofDays(90));
    }

    Duration idle(boolean remembered) {
        return remembered ? idleRemembered : idle;
    }

    Duration absolute(boolean remembered) {
        return remembered ? absoluteRemembered : absolute;
    }
}
