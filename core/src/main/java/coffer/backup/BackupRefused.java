package coffer.backup;

/** A backup cannot be made, read or restored as it was asked for. The message is for the operator. */
public final class BackupRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackupRefused(String message) {
        super(message);
    }

    public BackupRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
