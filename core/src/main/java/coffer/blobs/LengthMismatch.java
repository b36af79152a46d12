package coffer.blobs;

/** Content ended before, or went on after, the length that was announced for it. Nothing was kept. */
public final class LengthMismatch extends RuntimeException {
    private final long announcedBytes;

    LengthMismatch(long announcedBytes, String found) {
        super("announced " + announcedBytes + " bytes, received " + found);
        this.announcedBytes = announcedBytes;
    }

    public long announcedBytes() {
        return announcedBytes;
    }
}
