package coffer.server.login;

import coffer.base.Secret;
import coffer.server.http.Cookie;
import coffer.server.http.Request;
import coffer.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One browser, known by a random cookie before anybody has signed in. Login flows are bound to it, and the token in its
 * forms is HMAC-SHA-256 under the cookie: a page of another site knows neither, and nothing has to be stored.
 */
final class Browser implements AutoCloseable {
    private static final int SECRET_BYTES = 32;

    private final Secret secret;

    private Browser(Secret secret) {
        this.secret = secret;
    }

    /** The browser that asks; one that is new gets its cookie with the answer. */
    static Browser of(Request request, Response response, SecureRandom random) {
        Optional<Secret> known = request.cookie(Cookie.BROWSER);
        if (known.isPresent()) {
            return new Browser(known.get());
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        Secret fresh = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        response.cookie(Cookie.BROWSER, fresh, null, request);
        return new Browser(fresh);
    }

    Secret secret() {
        return secret;
    }

    /** What forms of this browser carry. */
    String csrf() {
        byte[] key = secret.revealUtf8();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] token = mac.doFinal("form".getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Whether a form is from a page that this browser got from us. */
    boolean knows(String csrf) {
        return MessageDigest.isEqual(csrf().getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        secret.close();
    }
}
