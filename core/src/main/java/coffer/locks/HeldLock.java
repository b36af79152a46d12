package coffer.locks;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code write_lock}.
 *
 * @param type null for a lock of RFC 4918
 * @param timeoutSeconds granted when it was made or last refreshed; 0 for ever
 * @param expiresUs {@link #NEVER_US} for ever
 */
record HeldLock(
        String token,
        SpaceId space,
        FileId root,
        LockHolder holder,
        @Nullable FileLockType type,
        LockScope scope,
        boolean infinite,
        String ownerXml,
        String program,
        long createdUs,
        long timeoutSeconds,
        long expiresUs) {
    /** RFC 4918 appendix C. */
    static final String TOKEN_SCHEME = "opaquelocktoken:";

    /** The end of the year 9999. */
    static final long NEVER_US = 253_402_300_799_000_000L;

    static final long MICROS_PER_SECOND = 1_000_000;

    /** When a lock ends that is made or refreshed now. */
    static long expiry(long nowUs, long timeoutSeconds) {
        return timeoutSeconds == 0 ? NEVER_US : nowUs + timeoutSeconds * MICROS_PER_SECOND;
    }

    boolean heldBy(@Nullable AccountId account) {
        return holder.account().equals(account);
    }

    /** Whether a request of this actor with these tokens may change what the lock covers (RFC 4918 §§ 6.4, 7). */
    boolean opened(Actor actor, Set<String> tokens) {
        boolean withoutToken = type == FileLockType.USER || type == FileLockType.APP;
        return heldBy(actor.account()) && (withoutToken || tokens.contains(token));
    }

    /**
     * Whether a lock of RFC 4918 and one that people see may lie on one file: the programs of a person work on what that
     * person has locked by hand. Two programs exclude each other, whoever runs them: none of them would know the token of
     * the other.
     *
     * @param type that of the lock people see
     */
    static boolean goTogether(FileLockType type, AccountId person, AccountId program) {
        return type == FileLockType.USER && person.equals(program);
    }

    ActiveLock at(FilePath path) {
        return new ActiveLock(
                token, root, path, holder.account(), scope, infinite, ownerXml, timeoutSeconds, instant(expiresUs));
    }

    /** As people see it; not for a lock of RFC 4918. */
    FileLock shown() {
        if (type == null) {
            throw new IllegalStateException("a lock of RFC 4918 is none that people see");
        }
        return new FileLock(
                token.substring(TOKEN_SCHEME.length()), root, type, holder, program, instant(createdUs), end());
    }

    /** When it ends by itself. */
    @Nullable
    Instant end() {
        return expiresUs == NEVER_US ? null : instant(expiresUs);
    }

    HeldLock until(long newTimeoutSeconds, long newExpiresUs) {
        return new HeldLock(
                token,
                space,
                root,
                holder,
                type,
                scope,
                infinite,
                ownerXml,
                program,
                createdUs,
                newTimeoutSeconds,
                newExpiresUs);
    }

    static Instant instant(long us) {
        return Instant.EPOCH.plus(us, ChronoUnit.MICROS);
    }
}
