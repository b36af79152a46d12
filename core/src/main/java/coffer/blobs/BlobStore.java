package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the bytes of objects lie that are not kept in the database: files, or an object store of the network. It knows nothing of what is in
 * them. An object is put in place whole or not at all, and is never changed there. Thread-safe.
 *
 * <p>Failures are {@link coffer.disk.StorageFailure}s: {@link coffer.disk.StorageFull} when there is no room. A failed call may be repeated.
 */
public interface BlobStore extends AutoCloseable {
    /** Starts to receive an object. */
    Incoming receive(ObjectId id);

    /**
     * Opens an object for reading.
     *
     * @throws SealBroken when there is none under this id
     */
    SealedBytes open(ObjectId id) throws SealBroken;

    /** Removes an object, if it is there. May come back after power loss; the sweeper finds it then. */
    void remove(ObjectId id);

    /**
     * Takes a damaged object out of its place and keeps it where a person can look at it, so that a good copy can be received under its id.
     * Nothing happens if it is not there.
     */
    void setAside(ObjectId id);

    /**
     * Some of what lies here, each object once in a walk from the start to the end.
     *
     * @param after empty, or {@link Listing#next} of the listing before
     * @param pages how much work: a page is a directory, or an answer of the network
     */
    Listing list(String after, int pages);

    /**
     * Removes what a crash has left of objects that were being received.
     *
     * @param before only what was begun before this
     * @param underWay ids that this process still receives
     * @return how many were removed, and how many are nothing of ours
     */
    Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay);

    /** Where this is, for people. Holds no secret. */
    String place();

    @Override
    void close();

    /** An object on its way in. Closed without {@link #keep} it leaves nothing behind. For one thread. */
    interface Incoming extends AutoCloseable {
        void write(byte[] bytes, int at, int count);

        /** Puts the object in place, after its length was checked; it survives power loss when this returns. */
        void keep();

        /** Bytes so far. */
        long written();

        @Override
        void close();
    }

    /**
     * @param found in no particular order
     * @param next where to go on; empty when this was the last
     */
    record Listing(List<Stored> found, Optional<String> next) {}

    /**
     * @param id empty for something whose name is none of ours
     * @param modified when it was put in place
     */
    record Stored(Optional<ObjectId> id, Instant modified) {}

    record Leftovers(int removed, int foreign) {}
}
