package coffer.files;

import coffer.base.Checksum;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends with a write.
 *
 * @param content read once, from a virtual thread, and not closed
 * @param exactBytes the length the client declared, or {@link #UNKNOWN}; other content is refused
 * @param modified the time of modification the client wants kept, within {@link FileTimes}; null for now
 * @param created the time of creation likewise; null keeps that of the file that is replaced, or is now
 * @param announced the checksum the content must have, which is then stored with the file; null stores none
 * @param announcedTotalBytes a length announced apart from the body's, for the quota alone, or {@link #UNKNOWN}
 * @param makeParents whether missing collections on the way are made, in the same transaction
 * @param calculate checksums to calculate for the answer; they are not stored
 */
public record Upload(
        InputStream content,
        long exactBytes,
        @Nullable Instant modified,
        @Nullable Instant created,
        @Nullable Checksum announced,
        long announcedTotalBytes,
        boolean makeParents,
        Set<Checksum.Algorithm> calculate) {
    /** A length nobody has announced. */
    public static final long UNKNOWN = -1;

    public Upload {
        if (exactBytes < UNKNOWN || announcedTotalBytes < UNKNOWN) {
            throw new IllegalArgumentException("a length is not negative");
        }
        if (modified != null) {
            FileTimes.require(modified);
        }
        if (created != null) {
            FileTimes.require(created);
        }
        calculate = Set.copyOf(calculate);
    }

    /** Content of this length and nothing else. */
    public static Upload of(InputStream content, long exactBytes) {
        return new Upload(content, exactBytes, null, null, null, UNKNOWN, false, Set.of());
    }
}
