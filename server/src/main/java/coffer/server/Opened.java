package coffer.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in reverse order. For one thread. */
final class Opened implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** Closes one thing. */
    @FunctionalInterface
    interface Step {
        void close() throws IOException;
    }

    /** Remembers how to close something that was just opened. */
    void add(Step step) {
        steps.push(step);
    }

    /** Closes all; a failure does not keep the others open. */
    @Override
    public void close() throws IOException {
        IOException first = new IOException("closing failed");
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (IOException | RuntimeException e) {
                first.addSuppressed(e);
            }
        }
        if (first.getSuppressed().length > 0) {
            throw first;
        }
    }

    /** Closes all after opening the next thing has failed with {@code cause}. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
