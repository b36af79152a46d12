package coffer.logins;

import coffer.base.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Random secrets that stand in cookies and addresses, and what is kept of them. */
final class Token {
    /** 256 bits: 43 characters. For cookies. */
    static final int COOKIE_BYTES = 32;

    /** 768 bits: 128 characters, as long as the clients know them from login flows (client protocol, login flow v2). */
    static final int FLOW_BYTES = 96;

    private Token() {}

    /** Letters, digits, {@code -} and {@code _} (RFC 4648 § 5, without padding). */
    static Secret random(SecureRandom random, int bytes) {
        byte[] chance = new byte[bytes];
        random.nextBytes(chance);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(chance);
        Arrays.fill(chance, (byte) 0);
        char[] chars = new char[text.length];
        for (int i = 0; i < text.length; i++) {
            chars[i] = (char) text[i];
        }
        Arrays.fill(text, (byte) 0);
        Secret secret = new Secret(chars);
        Arrays.fill(chars, '\0');
        return secret;
    }

    /** SHA-256. No key and no salt: nobody can guess what is hashed. */
    static byte[] hash(Secret token) {
        byte[] bytes = token.revealUtf8();
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
