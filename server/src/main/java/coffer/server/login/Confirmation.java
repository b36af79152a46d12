package coffer.server.login;

import coffer.base.Secret;
import coffer.logins.Session;
import coffer.logins.SessionPolicy;
import coffer.logins.Sessions;
import coffer.logins.SignInResult;
import coffer.server.http.Cookie;
import coffer.server.http.Request;
import coffer.server.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What needs a password that was typed lately: letting programs in, and changing devices. An open browser that somebody
 * has walked away from must not be enough.
 */
final class Confirmation {
    private final Sessions sessions;
    private final SessionPolicy policy;
    private final Clock clock;

    /** Why it did not work, for a person, and the status to answer with. */
    record Problem(int status, String text) {}

    Confirmation(Sessions sessions, SessionPolicy policy, Clock clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.clock = clock;
    }

    boolean needed(Session session) {
        return !session.confirmedLately(clock.instant());
    }

    /** Empty when the password was typed lately, or stands in the form now; then the browser gets a new cookie. */
    Optional<Problem> require(Request request, Response response, Session session, Form form) {
        return needed(session) ? confirm(request, response, session, form) : Optional.empty();
    }

    /** Checks the password in the form, however lately it was typed before. */
    Optional<Problem> confirm(Request request, Response response, Session session, Form form) {
        try (Secret cookie = request.cookie(Cookie.SESSION).orElseThrow();
                Secret password = form.secret("password")) {
            return switch (sessions.confirm(session, cookie, password, request.origin())) {
                case SignInResult.SignedIn(Session _, Secret renewed) -> {
                    try (renewed) {
                        give(request, response, renewed, session.remembered());
                    }
                    yield Optional.empty();
                }
                case SignInResult.Refused _ -> Optional.of(new Problem(403, "The password is wrong."));
                case SignInResult.Throttled(Duration wait) -> Optional.of(tooMany(wait));
                case SignInResult.Busy(Duration wait) -> Optional.of(busy(wait));
            };
        }
    }

    /** Gives the browser the cookie of its session. */
    void give(Request request, Response response, Secret cookie, boolean remembered) {
        response.cookie(Cookie.SESSION, cookie, remembered ? policy.idleRemembered() : null, request);
    }

    static Problem tooMany(Duration wait) {
        return new Problem(429, "There were too many wrong passwords. Please try again in " + Times.within(wait) + ".");
    }

    static Problem busy(Duration wait) {
        return new Problem(503, "The server is busy. Please try again in " + Times.within(wait) + ".");
    }
}
