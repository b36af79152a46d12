package coffer.server.ocs;

import coffer.base.Secret;
import coffer.logins.Session;
import coffer.logins.SessionPolicy;
import coffer.logins.Sessions;
import coffer.logins.SignInResult;
import coffer.server.http.Cookie;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an open browser alone must not be able to do needs a password typed lately; programs show theirs with each
 * request. {@code PUT /core/apppassword/confirm} types it once more (server 32, AppPasswordController); the answer brings a
 * new cookie, see {@link Sessions#confirm}.
 */
public final class SessionConfirmation {
    private final Sessions sessions;
    private final SessionPolicy policy;
    private final Clock clock;

    public SessionConfirmation(Sessions sessions, SessionPolicy policy, Clock clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.clock = clock;
    }

    /** Whether this is a browser whose password was typed too long ago. */
    boolean needed(Request request) {
        Instant now = clock.instant();
        return request.session()
                .filter(session -> !session.confirmedLately(now))
                .isPresent();
    }

    /** The words that clients know. */
    static OcsAnswer missing() {
        return OcsAnswer.failure(403, "Password confirmation is required");
    }

    List<OcsRoute> routes() {
        return List.of(OcsRoute.of("PUT", "core/apppassword/confirm", this::confirm));
    }

    private OcsAnswer confirm(OcsCall call) {
        Request request = call.request();
        Optional<Session> session = request.session();
        Optional<Secret> cookie = request.cookie(Cookie.SESSION);
        if (session.isEmpty() || cookie.isEmpty()) {
            return OcsAnswer.failure(403, "Only the session of a browser can be confirmed");
        }
        try (Secret before = cookie.get();
                Secret password = Secret.of(call.textOrEmpty("password"))) {
            return switch (sessions.confirm(session.get(), before, password, request.origin())) {
                case SignInResult.SignedIn(Session confirmed, Secret renewed) -> confirmed(request, confirmed, renewed);
                case SignInResult.Refused _ -> OcsAnswer.failure(403, "The password is wrong");
                case SignInResult.Throttled(Duration wait) ->
                    throw RequestRefused.later(429, "There were too many wrong passwords.", wait);
                case SignInResult.Busy(Duration wait) ->
                    throw RequestRefused.later(503, "Too many passwords wait for their check.", wait);
            };
        }
    }

    private OcsAnswer confirmed(Request request, Session session, Secret renewed) {
        try (renewed) {
            String field = Cookie.SESSION.field(
                    new String(renewed.reveal()),
                    session.remembered() ? policy.idleRemembered() : null,
                    request.overTls());
            return OcsAnswer.ok(
                            OcsAnswer.map().put("lastLogin", session.confirmed().getEpochSecond()))
                    .withHeader("Set-Cookie", field);
        }
    }
}
