package coffer.adapter.s3;

import java.time.Duration;

/** Waits before a request is repeated. */
@FunctionalInterface
interface Pause {
    void pause(Duration length) throws InterruptedException;

    /** The real one. */
    static Pause sleeping() {
        return Thread::sleep;
    }
}
