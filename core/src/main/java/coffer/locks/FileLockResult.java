package coffer.locks;

import coffer.base.ETag;
import coffer.files.Refusal;

/** How putting a lock on a file ended. */
public sealed interface FileLockResult {
    /**
     * It holds, and has been made or refreshed.
     *
     * @param tag the file's entity tag, a new one when the lock is new
     */
    record Granted(FileLock lock, ETag tag) implements FileLockResult {}

    /** Somebody else, or the same account with a lock of another type, holds it already: 423. */
    record Held(FileLock by, ETag tag) implements FileLockResult {}

    /** A lock of RFC 4918 covers the file and excludes this one: 423. */
    record HeldByProgram(LockHolder holder, ETag tag) implements FileLockResult {}

    /** A collection, which has no such locks: 400. */
    record NotAFile() implements FileLockResult {}

    /** The space holds as many locks as it may: 507. */
    record TooManyLocks(int max) implements FileLockResult {}

    /** The tree refuses: not found, not allowed, or a condition. */
    record Refused(Refusal refusal) implements FileLockResult {}
}
