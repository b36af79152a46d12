package coffer.locks;

/**
 * A lock that somebody wants to put on a file.
 *
 * @param holderName what people call the account that asks; kept as long as the lock, so that showing it asks nobody
 */
public record FileLockRequest(FileLockType type, String holderName) {}
