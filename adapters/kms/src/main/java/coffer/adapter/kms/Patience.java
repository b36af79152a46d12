package coffer.adapter.kms;

import java.time.Duration;
import java.util.List;

/**
 * How long a service is waited for.
 *
 * @param connect for a connection
 * @param answer for a whole answer, connection included
 * @param pauses before each repetition of a call that may go better then; there are as many repetitions
 * @param sleep makes the pauses
 */
record Patience(Duration connect, Duration answer, List<Duration> pauses, Sleep sleep) {
    /** Together at most about 31 s, a little more than what {@code RootKeyAway} asks clients to wait. */
    static final Patience NORMAL = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1)),
            Thread::sleep);

    /** A pause. */
    interface Sleep {
        void pause(Duration length) throws InterruptedException;
    }
}
