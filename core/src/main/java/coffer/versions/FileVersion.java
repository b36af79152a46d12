package coffer.versions;

import coffer.base.AccountId;
import coffer.base.Checksum;
import coffer.base.ETag;
import coffer.base.ObjectId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content that a file has or had.
 *
 * @param revision when it arrived, in seconds since 1970; unique among those of the file
 * @param modified the time of modification that the file had with it
 * @param author who stored it; null when nobody had signed in
 * @param label the name that a person gave it; empty without
 * @param current whether it is the present content
 */
public record FileVersion(
        long revision,
        ObjectId object,
        long sizeBytes,
        Instant modified,
        ETag etag,
        List<Checksum> checksums,
        @Nullable AccountId author,
        String label,
        boolean current) {
    /** A label has at most so many characters. */
    public static final int LABEL_CHARS_MAX = 255;

    public FileVersion {
        checksums = List.copyOf(checksums);
    }
}
