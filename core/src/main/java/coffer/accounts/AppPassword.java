package coffer.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app password as its owner sees it; the secret itself cannot be read back.
 *
 * @param loginName what must be typed with it
 * @param name of the device or program it was made for
 * @param lastUsed up to a minute late; null when it was never used
 */
public record AppPassword(
        long id,
        String loginName,
        String name,
        Instant created,
        @Nullable Instant lastUsed) {}
