package coffer.locks;

import coffer.files.Refusal;

/** How giving a lock up ended. */
public sealed interface UnlockResult {
    record Unlocked() implements UnlockResult {}

    /** No lock with this token covers the resource: 409 (RFC 4918 § 9.11.1). */
    record NoSuchLock() implements UnlockResult {}

    /** Not found (404), or the lock is somebody else's (403). */
    record Refused(Refusal refusal) implements UnlockResult {}
}
