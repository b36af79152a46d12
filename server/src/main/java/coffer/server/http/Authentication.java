package coffer.server.http;

import coffer.accounts.AuthResult;
import coffer.accounts.CredentialKind;
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
import java.util.Set;

/**
 * Basic (RFC 7617) and Bearer (RFC 6750 § 2.1) credentials. A 401 always carries a challenge, which scripts get under a
 * scheme name that no browser opens a password box for.
 */
final class Authentication {
    /** Methods that change nothing (RFC 9110 § 9.2.1, RFC 4918 § 9.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT", "SEARCH");

    /** Values of {@code Sec-Fetch-Site} of pages that are not ours. */
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    /** Values of {@code OCS-APIRequest} with which a page waives the protection against forged forms. */
    private static final Set<String> OUR_PAGE = Set.of("true", "1");

    private final SignIn signIn;

    /** What came of it, and the login name that was tried. */
    private record Attempt(AuthResult result, String login) {
        /** Credentials in no form we know; no account was asked. */
        static final Attempt UNREADABLE = new Attempt(new AuthResult.Refused(), "");
    }

    Authentication(SignIn signIn) {
        this.signIn = signIn;
    }

    /**
     * Who calls: nobody where nobody is allowed and no credentials came.
     *
     * @throws RequestRefused 401 without good credentials, 403 for what another site makes a browser send, 429 or 503
     *     when nothing was tried
     */
    Optional<Caller> caller(Request request, Route route, Origin origin) {
        if (route.access() == Access.ANONYMOUS) {
            return Optional.empty();
        }
        if (route.access() == Access.BROWSER) {
            return browser(request, origin);
        }
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            Optional<Caller> session = sessionOfOurPage(request, origin);
            if (session.isPresent()) {
                return session;
            }
            if (route.access() == Access.OPTIONAL || route.anonymousMethods().contains(request.method())) {
                return Optional.empty();
            }
            throw request.signInRequired();
        }
        refuseForgery(request);
        Attempt attempt = check(authorization.get(), origin);
        return switch (attempt.result()) {
            case AuthResult.Authenticated(var account, var actor, var kind) ->
                Optional.of(new Caller(account, actor, kind, attempt.login(), null));
            case AuthResult.Refused _ -> throw request.challenge("The login name or password is wrong.");
            case AuthResult.Throttled(Duration retryAfter) ->
                throw RequestRefused.later(429, "There were too many failed attempts to sign in.", retryAfter);
            case AuthResult.Busy(Duration retryAfter) ->
                throw RequestRefused.later(503, "Too many passwords wait for their check.", retryAfter);
        };
    }

    private Optional<Caller> browser(Request request, Origin origin) {
        Optional<Secret> cookie = request.cookie(Cookie.SESSION);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        try (Secret secret = cookie.get()) {
            return signIn.session(secret, origin)
                    .map(session -> new Caller(
                            session.account(),
                            session.actor(origin),
                            CredentialKind.SESSION,
                            session.loginName(),
                            session));
        }
    }

    /**
     * Protocols take a session's cookie from our own pages only: those say so in a header that a page of another site
     * cannot send. Anybody else's request counts as one without credentials.
     */
    private Optional<Caller> sessionOfOurPage(Request request, Origin origin) {
        boolean said = request.headers("OCS-APIRequest").stream().anyMatch(OUR_PAGE::contains);
        boolean foreign = request.headers("Sec-Fetch-Site").stream().anyMatch(OTHER_SITES::contains);
        return said && !foreign ? browser(request, origin) : Optional.empty();
    }

    private Attempt check(String authorization, Origin origin) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String parameter = space < 0 ? "" : authorization.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(parameter, origin);
            case "bearer" -> bearer(parameter, origin);
            default -> Attempt.UNREADABLE;
        };
    }

    private Attempt bearer(String token, Origin origin) {
        if (token.isEmpty()) {
            return Attempt.UNREADABLE;
        }
        try (Secret secret = Secret.of(token)) {
            return new Attempt(signIn.bearer(secret, origin), "");
        }
    }

    private Attempt basic(String parameter, Origin origin) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parameter);
        } catch (IllegalArgumentException _) {
            return Attempt.UNREADABLE;
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
            return Attempt.UNREADABLE;
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(pair, '\0');
        }
    }

    // RFC 7617 § 2: the login name ends at the first colon; neither part holds control characters.
    private Attempt basic(char[] pair, int length, Origin origin) {
        int colon = -1;
        for (int i = length - 1; i >= 0; i--) {
            if (Character.isISOControl(pair[i])) {
                return Attempt.UNREADABLE;
            }
            colon = pair[i] == ':' ? i : colon;
        }
        if (colon <= 0) {
            return Attempt.UNREADABLE;
        }
        char[] password = Arrays.copyOfRange(pair, colon + 1, length);
        try (Secret secret = new Secret(password)) {
            String login = new String(pair, 0, colon);
            return new Attempt(signIn.basic(login, secret, origin), login);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * A browser that once asked for a password sends it along with whatever page of another site makes it send. Reading
     * is protected by the browser itself; changing is refused here. Programs do not send this header.
     */
    private static void refuseForgery(Request request) {
        if (SAFE.contains(request.method())) {
            return;
        }
        boolean foreign = request.headers("Sec-Fetch-Site").stream().anyMatch(OTHER_SITES::contains);
        if (foreign) {
            throw new RequestRefused(403, "Another site may not change anything here.");
        }
    }
}
