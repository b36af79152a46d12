package coffer.shares;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A share as it is asked for.
 *
 * @param with the user id or the id of the group
 * @param bits what recipients may do; null for as much as the sharer may
 * @param expires null for never
 * @param attributes JSON; empty for none
 */
public record NewShare(
        ShareKind kind,
        String with,
        @Nullable Integer bits,
        @Nullable Instant expires,
        String note,
        String label,
        String attributes) {}
