package coffer.accounts;

import java.time.Duration;

/** Lets an attempt wait before its secret is looked at. On virtual threads waiting holds nothing but its own stack. */
@FunctionalInterface
interface Pause {
    void sleep(Duration time) throws InterruptedException;
}
