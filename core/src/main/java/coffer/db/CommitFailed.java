package coffer.db;

import java.sql.SQLException;

/** The commit was tried and nobody knows what became of it. */
final class CommitFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient SQLException failure;

    CommitFailed(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    @Override
    public synchronized SQLException getCause() {
        return failure;
    }
}
