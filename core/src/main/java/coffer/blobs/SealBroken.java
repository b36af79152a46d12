package coffer.blobs;

/** Bytes are no intact sealed object. Becomes an {@link ObjectDamaged} where the object's id is known. */
final class SealBroken extends Exception {
    SealBroken(String reason) {
        super(reason);
    }

    SealBroken(String reason, Throwable cause) {
        super(reason, cause);
    }
}
