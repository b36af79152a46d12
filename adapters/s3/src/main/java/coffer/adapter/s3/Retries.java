package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats what failed and may pass: {@value #RETRIES_MAX} times, after pauses that double and are partly chance, so that many callers do not
 * come back together. For requests alone that may be carried out twice. Thread-safe.
 */
final class Retries {
    static final int RETRIES_MAX = 3;
    static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Pause pause;
    private final RandomGenerator random;

    Retries(Pause pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /**
     * The result of a request.
     *
     * @throws SdkException of the last attempt
     * @throws StorageFailure when the thread was interrupted while it waited
     */
    <T> T call(String doing, Supplier<T> request) {
        for (int failures = 0; ; failures++) {
            try {
                return request.get();
            } catch (SdkException e) {
                if (failures == RETRIES_MAX || !Passing.mayPass(e)) {
                    throw e;
                }
                LOG.debug("{} is tried again: {}", doing, e.toString());
                pause(doing, failures, new IOException(e));
            }
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @param failures how many failed before the one that is to be repeated
     * @param failure what to report if the thread is interrupted meanwhile
     */
    void pause(String doing, int failures, IOException failure) {
        try {
            pause.pause(length(failures));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("stopped while waiting to try again");
            interrupted.initCause(failure);
            throw new StorageFailure(doing, interrupted);
        }
    }

    /** Between half and the whole of the first pause, doubled for each failure before. */
    private Duration length(int failures) {
        long whole = FIRST_PAUSE.toMillis() << failures;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
