package coffer.db;

/** The disk below the database has no room for the change. Nothing of it is stored; what was there before still is. */
public final class DatabaseFull extends DatabaseFailure {
    private static final long serialVersionUID = 1L;

    public DatabaseFull(Throwable cause) {
        super("The disk of the database is full.", cause);
    }
}
