package coffer.files;

/**
 * How full a space is.
 *
 * @param usedBytes the sum of all its files, exact
 * @param availableBytes what may still be stored, or {@link #UNLIMITED}
 */
public record UsedQuota(long usedBytes, long availableBytes) {
    /** No quota is set; the number that clients know from {@code d:quota-available-bytes}. */
    public static final long UNLIMITED = -3;
}
