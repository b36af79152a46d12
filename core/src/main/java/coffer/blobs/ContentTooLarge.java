package coffer.blobs;

/** Content is longer than the caller allowed. Nothing was kept. */
public final class ContentTooLarge extends RuntimeException {
    private final long maxBytes;

    ContentTooLarge(long maxBytes) {
        super("content is longer than the " + maxBytes + " bytes allowed here");
        this.maxBytes = maxBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
