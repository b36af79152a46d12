package coffer.locks;

import coffer.base.ETag;
import coffer.files.Refusal;

/** How taking a lock off a file ended. */
public sealed interface FileUnlockResult {
    /** @param tag the file's new entity tag */
    record Unlocked(ETag tag) implements FileUnlockResult {}

    /** Nobody has put a lock on it: 412. */
    record NotLocked(ETag tag) implements FileUnlockResult {}

    /** The lock is one that the actor may not end: 423. */
    record Held(FileLock by, ETag tag) implements FileUnlockResult {}

    /** The tree refuses: not found, or a condition. */
    record Refused(Refusal refusal) implements FileUnlockResult {}
}
