package coffer.locks;

import coffer.base.FileId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that others see, as the clients know it from the {@code files_lock} application.
 *
 * @param token {@code files_lock/} and a random UUID; in an {@code If} field it stands behind {@code opaquelocktoken:}
 * @param program the editor or program that took it, for people; empty for {@link FileLockType#USER}
 * @param expires null when it holds until somebody ends it
 */
public record FileLock(
        String token,
        FileId file,
        FileLockType type,
        LockHolder holder,
        String program,
        Instant created,
        @Nullable Instant expires) {
    /** From when it was taken until it ends, in seconds; 0 when it does not end by itself. */
    public long timeoutSeconds() {
        return expires == null ? 0 : Duration.between(created, expires).toSeconds();
    }

    /** Who holds it, for people: a person, an editor, or a person with the program that locks for them. */
    public String shownName() {
        return switch (type) {
            case USER -> holder.shownName();
            case APP -> program;
            case TOKEN -> holder.shownName() + " (" + program + ")";
        };
    }
}
