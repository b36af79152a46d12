package coffer.logins;

import coffer.base.Secret;
import java.time.Duration;

/** How signing in with a browser, or typing the password once more, ended. */
public sealed interface SignInResult {
    /**
     * @param cookie the secret that stands for the session from now on, any older one is void; the receiver closes it
     */
    record SignedIn(Session session, Secret cookie) implements SignInResult {}

    /** Unknown, disabled, wrong: nobody is told which. */
    record Refused() implements SignInResult {}

    /** Too many failures from this network; nothing was tried. */
    record Throttled(Duration retryAfter) implements SignInResult {}

    /** More passwords wait for their check than this machine can hash in time; nothing was tried. */
    record Busy(Duration retryAfter) implements SignInResult {}
}
