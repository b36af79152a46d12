package coffer.keys;

/**
 * The device or service that holds the root key does not answer, so keys that are not in memory cannot be had for now. Content is not lost
 * and not missing: the same request works once it answers again. Nothing was changed.
 */
public final class RootKeyAway extends RuntimeException {
    /** When it makes sense to ask again. */
    public static final int RETRY_AFTER_SECONDS = 30;

    public RootKeyAway(String explanation) {
        super(explanation);
    }

    public RootKeyAway(String explanation, Throwable cause) {
        super(explanation, cause);
    }
}
