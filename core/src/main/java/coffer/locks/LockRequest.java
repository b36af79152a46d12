package coffer.locks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for with LOCK.
 *
 * @param ownerXml the content of {@code DAV:owner}, well-formed XML that stands alone, at most
 *     {@value #OWNER_BYTES_MAX} bytes; kept verbatim; may be empty
 * @param timeout the time-out the client would like; null when it does not say or asks for an infinite one
 */
public record LockRequest(
        LockScope scope,
        boolean depthInfinity,
        String ownerXml,
        @Nullable Duration timeout) {
    /** Stock programs send a name or an address. */
    public static final int OWNER_BYTES_MAX = 8 * 1024;

    public LockRequest {
        if (ownerXml.getBytes(StandardCharsets.UTF_8).length > OWNER_BYTES_MAX) {
            throw new IllegalArgumentException("the owner of a lock is longer than " + OWNER_BYTES_MAX + " bytes");
        }
    }
}
