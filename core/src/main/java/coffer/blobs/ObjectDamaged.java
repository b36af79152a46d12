package coffer.blobs;

import coffer.base.ObjectId;

/**
 * An object that should be readable is not: its bytes are gone, shortened, altered, or sealed with a key the ring does
 * not hold. Content that was handed out before this was thrown is genuine; the rest must not be replaced by an early
 * end, or a sync client would take the damage for the file.
 */
public final class ObjectDamaged extends RuntimeException {
    private final ObjectId object;

    ObjectDamaged(ObjectId object, String reason) {
        super("object " + object + " is damaged: " + reason);
        this.object = object;
    }

    ObjectDamaged(ObjectId object, Throwable cause) {
        super("object " + object + " is damaged: " + cause.getMessage(), cause);
        this.object = object;
    }

    public ObjectId object() {
        return object;
    }
}
