package coffer.locks;

import coffer.base.FilePath;
import coffer.files.Entry;
import coffer.files.Refusal;

/** How taking or refreshing a lock ended. */
public sealed interface LockResult {
    /**
     * @param entry what is locked
     * @param created whether the lock made it, an empty file where nothing was: 201
     */
    record Granted(ActiveLock lock, Entry entry, boolean created) implements LockResult {}

    /**
     * Another lock excludes this one: 423 with {@code no-conflicting-lock}.
     *
     * @param root what the other one locks
     */
    record Conflict(FilePath root) implements LockResult {}

    /** The account or the space holds as many locks as it may: 507. */
    record TooManyLocks(int max) implements LockResult {}

    /** None of the submitted tokens is a lock of the actor that covers the resource: 412. */
    record NoSuchLock() implements LockResult {}

    /** The tree refuses: not found, no parent, not allowed, a condition, the quota, or a lock on the parent. */
    record Refused(Refusal refusal) implements LockResult {}
}
