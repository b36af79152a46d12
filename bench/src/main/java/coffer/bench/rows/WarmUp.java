package coffer.bench.rows;

import coffer.bench.load.Load;
import coffer.bench.load.Target;
import java.io.IOException;
import java.time.Duration;

/**
 * Warming up until a server has become as fast as it gets: until two changes of its rate from one second to the next are small. A JVM compiles while it
 * is under load, and how long that takes depends on what else the machine does.
 */
final class WarmUp {

    /** However unsteady the rate is. */
    static final int SECONDS_MAX = 30;

    static final Duration SECOND = Duration.ofSeconds(1);
    private static final double SMALL_CHANGE = 0.1;
    private static final int SMALL_CHANGES = 2;

    private WarmUp() {}

    /** Work for about a second. */
    @FunctionalInterface
    interface Second {
        /** Returns the rate. */
        double run() throws IOException;
    }

    /** Puts a server under load until its rate is steady, at least for a time. */
    static void under(Duration atLeast, Target target, int connections, Load.Work work) throws IOException {
        until(atLeast, () -> Load.during(SECOND, target, connections, work).perSecond());
    }

    /** Returns after how many seconds the rate was steady. */
    static int until(Duration atLeast, Second second) throws IOException {
        var before = second.run();
        var small = 0;
        for (int done = 1; done < SECONDS_MAX; done++) {
            if (small >= SMALL_CHANGES && done >= atLeast.toSeconds()) {
                return done;
            }
            var now = second.run();
            small = Math.abs(now - before) < SMALL_CHANGE * before ? small + 1 : 0;
            before = now;
        }
        return SECONDS_MAX;
    }
}
