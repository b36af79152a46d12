package coffer.logins;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.Origin;
import java.time.Duration;
import java.time.Instant;

/**
 * A browser that is signed in.
 *
 * @param account as of this moment; enabled
 * @param loginName what was typed
 * @param agent the browser as it names itself
 * @param address where it was seen last
 * @param remembered whether it outlives the browser's window
 * @param seen up to a minute late
 * @param confirmed when the password was typed last
 */
public record Session(
        long id,
        Account account,
        String loginName,
        String agent,
        String address,
        boolean remembered,
        Instant started,
        Instant seen,
        Instant confirmed) {
    /** How long a typed password counts (client protocol, password confirmation). */
    public static final Duration CONFIRMATION_HOLDS = Duration.ofMinutes(30).plusSeconds(15);

    /** Whoever uses it, as the rest of the house knows people. */
    public Actor actor(Origin origin) {
        return Actor.user(account.id(), account.uid(), null, origin);
    }

    /** Whether the password was typed lately enough for what an open browser alone must not be able to do. */
    public boolean confirmedLately(Instant now) {
        return !confirmed.plus(CONFIRMATION_HOLDS).isBefore(now);
    }
}
