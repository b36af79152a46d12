package coffer.audit;

/**
 * The first thing that is wrong with an audit log.
 *
 * @param number of the entry ({@code seq}) or checkpoint ({@code counter}) in question; 0 for the key
 * @param file name of the file in which it shows, empty when the thing is in no file any more
 * @param line 1, 2, 3 … in that file; 0 when there is none
 * @param explanation one sentence for the person who has to deal with it
 */
public record Finding(Kind kind, Subject subject, long number, String file, long line, String explanation) {
    /** What was done to it. */
    public enum Kind {
        /** Its content is not what was written. */
        ALTERED,
        /** It was removed, or the end of the log was. */
        MISSING,
        /** It was put in, or stands there a second time. */
        INSERTED,
        /** It and the next one changed places. */
        SWAPPED,
        /** Its line was cut in the middle. */
        TRUNCATED,
        /** It stands in the segment of another day. */
        MISPLACED,
        /** The key is not the one that signed from the beginning. */
        KEY_CHANGED
    }

    public enum Subject {
        ENTRY,
        CHECKPOINT,
        KEY
    }
}
