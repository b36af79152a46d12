package coffer.shares;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What of a share becomes another one; what is null stays as it is. */
public record ShareChange(
        @Nullable Integer bits,
        @Nullable Expiry expires,
        @Nullable String note,
        @Nullable String label,
        @Nullable String attributes) {
    /** When a share ends by itself; null for never. */
    public record Expiry(@Nullable Instant at) {}

    boolean isEmpty() {
        return bits == null && expires == null && note == null && label == null && attributes == null;
    }
}
