package coffer.blobs;

import coffer.base.ObjectId;

/** No row knows this object: it never was, or it was dead and is gone. */
public final class ObjectMissing extends RuntimeException {
    private final ObjectId object;

    ObjectMissing(ObjectId object) {
        super("object " + object + " does not exist");
        this.object = object;
    }

    public ObjectId object() {
        return object;
    }
}
