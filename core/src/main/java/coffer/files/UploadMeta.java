package coffer.files;

import coffer.base.Checksum;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored with content that is already in the house.
 *
 * @param modified within {@link FileTimes}; null for now
 * @param created within {@link FileTimes}; null keeps that of the file that is replaced, or is now
 * @param checksums those the content is known to have
 * @param makeParents whether missing collections on the way are made, in the same transaction
 */
public record UploadMeta(
        @Nullable Instant modified, @Nullable Instant created, List<Checksum> checksums, boolean makeParents) {
    public static final UploadMeta NONE = new UploadMeta(null, null, List.of(), false);

    public UploadMeta {
        if (modified != null) {
            FileTimes.require(modified);
        }
        if (created != null) {
            FileTimes.require(created);
        }
        checksums = List.copyOf(checksums);
    }
}
