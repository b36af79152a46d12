package coffer.systemtests.walls.crossed.files;

import java.time.Instant;

/** Crosses the wall of time by reading the system clock. */
public final class ReadsTheClock {

    Instant time() {
        return Instant.now();
    }
}
