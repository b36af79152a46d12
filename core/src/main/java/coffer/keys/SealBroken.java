package coffer.keys;

/** Bytes are not as they were sealed: of an object, of a wrapped key, or of the ring. Never reaches who asked for content as it is. */
public final class SealBroken extends Exception {
    public SealBroken(String reason) {
        super(reason);
    }

    public SealBroken(String reason, Throwable cause) {
        super(reason, cause);
    }
}
