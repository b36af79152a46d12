package coffer.files;

/** What became of one {@link PropertyChange}; the protocol makes a propstat of it. */
public record PropertyOutcome(PropertyChange change, Verdict verdict) {
    public enum Verdict {
        DONE,
        /** It is protected: 403 with {@code cannot-modify-protected-property}. */
        FORBIDDEN,
        /** The value has the wrong form or lies outside the stored range: 409. */
        CONFLICT,
        /** A limit of {@link DeadProperty} is reached: 507. */
        INSUFFICIENT_STORAGE,
        /** Not tried because another one failed: 424. */
        FAILED_DEPENDENCY
    }
}
