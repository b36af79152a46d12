package coffer.uploads;

import coffer.base.Checksum;
import coffer.files.Conditions;
import coffer.files.UploadMeta;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when an upload is to become a file.
 *
 * @param meta times, and whether missing collections are made; its checksums are stored unseen
 * @param announcedTotalBytes the length the file must have, or {@link Announced#UNKNOWN} to hold it to what was announced
 *     at the beginning, if anything
 * @param checksum what the content must have, and is then stored with the file; null stores none. All content is read
 *     for it
 * @param conditions on the destination
 */
public record Assembly(
        UploadMeta meta, long announcedTotalBytes, @Nullable Checksum checksum, Conditions conditions) {
    /** No times, no lengths, no conditions. */
    public static final Assembly PLAIN = new Assembly(UploadMeta.NONE, Announced.UNKNOWN, null, Conditions.NONE);

    public Assembly {
        if (announcedTotalBytes < Announced.UNKNOWN) {
            throw new IllegalArgumentException("a length is not negative");
        }
    }
}
