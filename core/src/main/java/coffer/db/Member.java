package coffer.db;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A change on its way through the writer. Its caller asks for the answer only after it has come to an end. */
final class Member<T extends @Nullable Object> {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final Partition partition;
    private final Change<T> change;
    private final CountDownLatch done = new CountDownLatch(1);
    private List<Runnable> afterCommit = List.of();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Member(Partition partition, Change<T> change) {
        this.partition = partition;
        this.change = change;
    }

    /** Runs the change once; it may run again. */
    void run(Transaction tx) throws SQLException {
        failure = null;
        result = change.apply(tx);
        afterCommit = tx.afterCommit();
    }

    /** Its last run failed, and nothing of it is stored. */
    void fail(Throwable cause) {
        failure = cause;
        afterCommit = List.of();
    }

    Partition partition() {
        return partition;
    }

    void await() throws InterruptedException {
        done.await();
    }

    /** Comes to an end with what its last run has left, which is durable now. */
    void end() {
        for (Runnable action : afterCommit) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                // The change is durable; what follows it must not turn it into a failure, nor keep others waiting.
                LOG.error("An action after a commit failed", e);
            }
        }
        done.countDown();
    }

    /** Comes to an end with a failure, unless it has come to one. */
    void endWith(Throwable cause) {
        if (done.getCount() > 0) {
            fail(cause);
            done.countDown();
        }
    }

    @SuppressWarnings("NullAway") // null only where T admits it
    T answer() {
        return switch (failure) {
            case null -> result;
            // One failure may reach many callers; each gets an exception of its own.
            case DatabaseFull e -> throw new DatabaseFull(e);
            case DatabaseFailure e -> throw new DatabaseFailure(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        };
    }
}
