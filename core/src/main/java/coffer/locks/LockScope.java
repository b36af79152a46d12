package coffer.locks;

/** RFC 4918 § 14.13. */
public enum LockScope {
    EXCLUSIVE,
    SHARED
}
