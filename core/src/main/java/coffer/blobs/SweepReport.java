package coffer.blobs;

/**
 * What one sweep has done.
 *
 * @param condemned objects that nothing names, newly found
 * @param revived condemned objects that something names again
 * @param removed objects whose time of grace was over: rows and bytes are gone
 * @param orphansRemoved old files in {@code objects/} that no row knew
 * @param stagingRemoved old files in {@code staging/}
 * @param leftAlone old files that no row knows, kept because they are older than the installation or bear a name of
 *     nobody's
 * @param failures files that could not be removed; a later sweep tries again
 */
public record SweepReport(
        int condemned, int revived, int removed, int orphansRemoved, int stagingRemoved, int leftAlone, int failures) {}
