package coffer.server.http;

import coffer.accounts.AuthResult;
import coffer.base.Origin;
import coffer.base.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Basic (RFC 7617) and Bearer (RFC 6750 § 2.1) credentials. A 401 always carries a challenge, which scripts get under a
 * scheme name that no browser opens a password box for.
 */
final class Authentication {
    private final SignIn signIn;

    Authentication(SignIn signIn) {
        this.signIn = signIn;
    }

    /**
     * Who calls: nobody where nobody is allowed and no credentials came.
     *
     * @throws RequestRefused 401 without good credentials, 429 or 503 when nothing was tried
     */
    Optional<Caller> caller(Request request, Route route, Origin origin) {
        if (route.access() == Access.ANONYMOUS) {
            return Optional.empty();
        }
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            if (route.access() == Access.OPTIONAL || route.anonymousMethods().contains(request.method())) {
                return Optional.empty();
            }
            throw refused(request, route, "Sign in with a login name and an app password.");
        }
        return switch (check(authorization.get(), origin)) {
            case AuthResult.Authenticated(var account, var actor, var kind) ->
                Optional.of(new Caller(account, actor, kind));
            case AuthResult.Refused _ -> throw refused(request, route, "The login name or password is wrong.");
            case AuthResult.Throttled(Duration retryAfter) ->
                throw later(429, "There were too many failed attempts to sign in.", retryAfter);
            case AuthResult.Busy(Duration retryAfter) ->
                throw later(503, "Too many passwords wait for their check.", retryAfter);
        };
    }

    private AuthResult check(String authorization, Origin origin) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String parameter = space < 0 ? "" : authorization.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(parameter, origin);
            case "bearer" -> bearer(parameter, origin);
            default -> new AuthResult.Refused();
        };
    }

    private AuthResult bearer(String token, Origin origin) {
        if (token.isEmpty()) {
            return new AuthResult.Refused();
        }
        try (Secret secret = Secret.of(token)) {
            return signIn.bearer(secret, origin);
        }
    }

    private AuthResult basic(String parameter, Origin origin) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parameter);
        } catch (IllegalArgumentException _) {
            return new AuthResult.Refused();
        }
        char[] pair = new char[bytes.length];
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int length = decoded.remaining();
            decoded.get(pair, 0, length);
            Arrays.fill(decoded.array(), '\0');
            return basic(pair, length, origin);
        } catch (CharacterCodingException _) {
            // The challenge asks for UTF-8.
            return new AuthResult.Refused();
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(pair, '\0');
        }
    }

    // RFC 7617 § 2: the login name ends at the first colon; neither part holds control characters.
    private AuthResult basic(char[] pair, int length, Origin origin) {
        int colon = -1;
        for (int i = length - 1; i >= 0; i--) {
            if (Character.isISOControl(pair[i])) {
                return new AuthResult.Refused();
            }
            colon = pair[i] == ':' ? i : colon;
        }
        if (colon <= 0) {
            return new AuthResult.Refused();
        }
        char[] password = Arrays.copyOfRange(pair, colon + 1, length);
        try (Secret secret = new Secret(password)) {
            return signIn.basic(new String(pair, 0, colon), secret, origin);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static RequestRefused refused(Request request, Route route, String message) {
        boolean script = request.headers("X-Requested-With").contains("XMLHttpRequest");
        String challenge = (script ? "DummyBasic " : "Basic ") + route.shape().challenge();
        return new RequestRefused(401, message).withHeader("WWW-Authenticate", challenge);
    }

    private static RequestRefused later(int status, String message, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new RequestRefused(status, message).withHeader("Retry-After", Long.toString(seconds));
    }
}
