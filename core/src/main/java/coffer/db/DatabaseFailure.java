package coffer.db;

/**
 * The database did not do what it was asked to: a lost connection, a broken file, a statement it refuses. Nothing of
 * the change is stored, unless the connection broke during the commit itself; then the message says that the outcome
 * is unknown.
 */
public class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
