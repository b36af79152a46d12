package coffer.blobs;

import java.time.Instant;

/**
 * What a walk over all objects has seen so far, or until its end.
 *
 * @param keyed whether every segment was opened
 * @param oneIn one object in so many was looked at
 * @param seen of a walk that goes on, when it was last noted; else its end
 * @param objects looked at
 * @param bytes read for that
 * @param damaged objects that are not as they were stored
 * @param missing those of them of which something is not there at all
 * @param orphans what has long been in the store without a row. The sweeper removes it; 0 where only some objects were looked at
 * @param failures objects and listings that could not be read this time, which says nothing about them
 */
public record ScrubReport(
        boolean keyed,
        int oneIn,
        Instant begun,
        Instant seen,
        long objects,
        long bytes,
        long damaged,
        long missing,
        long orphans,
        long failures) {
    /** Whether everything could be looked at and nothing is damaged. */
    public boolean isClean() {
        return damaged == 0 && failures == 0;
    }
}
