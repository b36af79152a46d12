package coffer.locks;

import coffer.base.FilePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock that holds, for operators.
 *
 * @param path what is locked, from the root of the view; the root itself also for what lies deeper than a path can name
 * @param type null for a lock of RFC 4918
 * @param depthInfinity whether everything below is locked too
 * @param program empty when it is not known
 * @param created null when it is not known
 * @param expires null when it does not end by itself
 */
public record LockOverview(
        FilePath path,
        @Nullable FileLockType type,
        LockScope scope,
        boolean depthInfinity,
        LockHolder holder,
        String program,
        @Nullable Instant created,
        @Nullable Instant expires) {}
