package coffer.locks;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A row of {@code write_lock}. */
record HeldLock(
        String token,
        SpaceId space,
        FileId root,
        AccountId holder,
        LockScope scope,
        boolean infinite,
        String ownerXml,
        long timeoutSeconds,
        long expiresUs) {
    ActiveLock at(FilePath path) {
        return new ActiveLock(
                token,
                root,
                path,
                holder,
                scope,
                infinite,
                ownerXml,
                timeoutSeconds,
                Instant.EPOCH.plus(expiresUs, ChronoUnit.MICROS));
    }

    HeldLock until(long newTimeoutSeconds, long newExpiresUs) {
        return new HeldLock(token, space, root, holder, scope, infinite, ownerXml, newTimeoutSeconds, newExpiresUs);
    }
}
