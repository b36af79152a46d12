package coffer.blobs;

import coffer.base.ObjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One walk over all objects: how far it has come and what it has counted. For one thread. */
final class ScrubWalk {
    private static final byte[] BEFORE_ALL = new byte[0];

    final boolean keyed;
    final int oneIn;
    final Instant begun;
    final long bytesPerSecond;

    /** The last object that was looked at. */
    byte[] reached = BEFORE_ALL;

    /** Null while rows are looked at; then how far the listing of the store has come. */
    @Nullable
    String listed;

    long objects;
    long bytes;
    long damaged;
    long missing;
    long orphans;
    long failures;

    ScrubWalk(boolean keyed, int oneIn, Instant begun, long bytesPerSecond) {
        this.keyed = keyed;
        this.oneIn = oneIn;
        this.begun = begun;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Whether this walk looks at an object. The last bits of ids are random, so each walk of a sequence takes another share of all.
     *
     * @param everySeconds from one walk to the next
     */
    boolean takes(ObjectId object, long everySeconds) {
        long turn = begun.getEpochSecond() / everySeconds;
        return Math.floorMod(object.value().getLeastSignificantBits(), oneIn) == Math.floorMod(turn, oneIn);
    }

    ScrubReport report(Instant seen) {
        return new ScrubReport(keyed, oneIn, begun, seen, objects, bytes, damaged, missing, orphans, failures);
    }
}
