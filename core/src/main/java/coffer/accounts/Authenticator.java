package coffer.accounts;

import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Who is it? Turns what a request presents into an account and an {@link Actor}, for every protocol.
 *
 * <p>A valid app password costs a keyed hash and a look-up in memory, and never waits for anything. All else is slow on
 * purpose: see {@link Passwords} and {@link Throttle}. Both methods may wait, up to about a minute, so they are called
 * on virtual threads and outside of transactions. Unknown names, disabled accounts and wrong secrets cannot be told
 * apart. Callers close the secrets they pass.
 *
 * <p>Thread-safe.
 */
public final class Authenticator {
    private final AppPasswords appPasswords;
    private final PasswordLogins passwordLogins;
    private final LoginEvents events;
    private final Throttle throttle;
    private final Pause pause;

    Authenticator(
            AppPasswords appPasswords,
            PasswordLogins passwordLogins,
            LoginEvents events,
            Throttle throttle,
            Pause pause) {
        this.appPasswords = appPasswords;
        this.passwordLogins = passwordLogins;
        this.events = events;
        this.throttle = throttle;
        this.pause = pause;
    }

    /**
     * The Basic scheme (RFC 7617).
     *
     * @param login the user id, or an e-mail address that only one account has, in any letter case; with an app
     *     password the login name it was issued for
     * @param password an app password or the account's own
     */
    public AuthResult basic(String login, Secret password, Origin origin) {
        Optional<AppPasswords.Login> device = appPasswords.check(password);
        if (device.isPresent() && device.get().isFor(login)) {
            return accepted(device.get(), origin);
        }
        return passwordLogins.login(login, password, origin);
    }

    /**
     * The Bearer scheme (RFC 6750).
     *
     * @param token an app password
     */
    public AuthResult bearer(Secret token, Origin origin) {
        Optional<AppPasswords.Login> device = appPasswords.check(token);
        if (device.isPresent()) {
            return accepted(device.get(), origin);
        }
        Network network = Network.counted(origin.address());
        switch (throttle.admit(network, Throttle.Subject.NONE)) {
            case Throttle.Admission.TooMany(Duration retryAfter) -> {
                events.throttled(network, Optional.empty(), "", origin);
                return new AuthResult.Throttled(retryAfter);
            }
            case Throttle.Admission.Proceed(Duration delay) -> {
                sleep(delay);
                events.refused(network, Throttle.Subject.NONE, token, Optional.empty(), "", "unknown token", origin);
                return new AuthResult.Refused();
            }
        }
    }

    private AuthResult accepted(AppPasswords.Login login, Origin origin) {
        Account account = login.account();
        Actor actor = Actor.user(account.id(), account.uid(), login.id(), origin);
        events.accepted(login, actor);
        return new AuthResult.Authenticated(account, actor, CredentialKind.APP_PASSWORD);
    }

    private void sleep(Duration delay) {
        try {
            if (!delay.isZero()) {
                pause.sleep(delay);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an attempt was slowed", e);
        }
    }
}
