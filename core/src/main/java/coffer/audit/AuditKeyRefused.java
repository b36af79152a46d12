package coffer.audit;

/**
 * The key of the audit log is not there, not readable, or not the one that has signed so far. Nothing was written; putting
 * the right file back heals it. The message says which file and what to do, for the person who starts the server.
 */
public final class AuditKeyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditKeyRefused(String message) {
        super(message);
    }

    AuditKeyRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
