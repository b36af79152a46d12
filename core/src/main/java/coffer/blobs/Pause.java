package coffer.blobs;

import java.time.Duration;

/** How the self-check waits, so that reading for it leaves the disk to others. */
@FunctionalInterface
public interface Pause {
    /** Waits so long, or shorter when the thread is interrupted. */
    void pause(Duration time);

    /** Lets the thread sleep. An interrupt ends it and stays noted. */
    static Pause sleeping() {
        return time -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
