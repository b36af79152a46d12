package coffer.systemtests.walls.crossed.files;

import java.util.logging.Logger;

/** Crosses the wall of the log with another logger. */
public final class HasAnotherLog {
    void log(Logger logger) {
        logger.info("hello");
    }
}
