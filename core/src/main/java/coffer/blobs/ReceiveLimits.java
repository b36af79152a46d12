package coffer.blobs;

/**
 * What content may be at most, or must be exactly.
 *
 * @param exactBytes the announced length; {@link #UNKNOWN} when none was announced
 * @param maxBytes the most that is taken, for instance the free quota
 */
public record ReceiveLimits(long exactBytes, long maxBytes) {
    /** No length was announced. */
    public static final long UNKNOWN = -1;

    public ReceiveLimits {
        if (exactBytes < UNKNOWN || maxBytes < 0) {
            throw new IllegalArgumentException("lengths are not negative: " + exactBytes + ", " + maxBytes);
        }
    }

    /** Any length up to this. */
    public static ReceiveLimits upTo(long maxBytes) {
        return new ReceiveLimits(UNKNOWN, maxBytes);
    }

    /** This length and no other. */
    public static ReceiveLimits exactly(long bytes) {
        return new ReceiveLimits(bytes, bytes);
    }
}
