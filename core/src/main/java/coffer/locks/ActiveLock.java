package coffer.locks;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;
import java.time.Instant;

/**
 * A lock that holds (RFC 4918 § 14.1).
 *
 * @param token {@code opaquelocktoken:} and a random UUID; knowing it is no right, only its holder may use it
 * @param root what was locked
 * @param path the way to {@code root} in the view that asks; the root of the view when it lies outside
 * @param ownerXml the content of {@code DAV:owner} as the client sent it, well-formed XML that stands alone; may be empty
 * @param timeoutSeconds what was granted when it was made or last refreshed
 */
public record ActiveLock(
        String token,
        FileId root,
        FilePath path,
        AccountId holder,
        LockScope scope,
        boolean depthInfinity,
        String ownerXml,
        long timeoutSeconds,
        Instant expires) {}
