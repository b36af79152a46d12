package coffer.accounts;

import coffer.base.Actor;
import java.time.Duration;

/** How an attempt to sign in ended. */
public sealed interface AuthResult {
    /**
     * @param account as of at most two seconds ago
     */
    record Authenticated(Account account, Actor actor, CredentialKind kind) implements AuthResult {}

    /** Unknown, disabled, wrong: nobody is told which. Answer 401. */
    record Refused() implements AuthResult {}

    /** Too many failures from this network; nothing was tried. Answer 429 with {@code Retry-After}. */
    record Throttled(Duration retryAfter) implements AuthResult {}

    /** More passwords wait for their check than this machine can hash in time; nothing was tried. Answer 503. */
    record Busy(Duration retryAfter) implements AuthResult {}
}
