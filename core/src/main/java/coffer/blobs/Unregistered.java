package coffer.blobs;

import coffer.base.ObjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of this process that no row names yet, and how far they are. Keeps the sweeper away from them whatever their
 * age, and keeps {@link Objects#discard} away from those whose transaction may have gone through. Thread-safe.
 */
final class Unregistered {
    private enum Stage {
        /** Content is arriving. */
        RECEIVING,
        /** The file is in place, and nobody has tried to register it. */
        WAITING,
        /** A transaction tries, or has tried: only the database knows the outcome. */
        REGISTERING
    }

    private final Map<ObjectId, Stage> stages = new ConcurrentHashMap<>();

    void receiving(ObjectId id) {
        stages.put(id, Stage.RECEIVING);
    }

    void waiting(ObjectId id) {
        stages.put(id, Stage.WAITING);
    }

    void registering(ObjectId id) {
        stages.computeIfPresent(id, (_, _) -> Stage.REGISTERING);
    }

    /** The object has its row, or its bytes are gone. */
    void forget(ObjectId id) {
        stages.remove(id);
    }

    /** Forgets an object that nobody has tried to register; false for every other. */
    boolean forgetWaiting(ObjectId id) {
        return stages.remove(id, Stage.WAITING);
    }

    boolean contains(ObjectId id) {
        return stages.containsKey(id);
    }
}
