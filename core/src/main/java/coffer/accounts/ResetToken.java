package coffer.accounts;

import coffer.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret part of a link, and the hash by which it is found. Prints as {@code [secret]}. */
final class ResetToken {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{" + PasswordResets.TOKEN_LENGTH + "}");

    private final String text;

    private ResetToken(String text) {
        this.text = text;
    }

    static ResetToken random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Arrays.fill(bytes, (byte) 0);
        return new ResetToken(text);
    }

    /** Empty for a text that cannot be one. */
    static Optional<ResetToken> of(Secret presented) {
        if (presented.length() != PasswordResets.TOKEN_LENGTH) {
            return Optional.empty();
        }
        // It came in the path of a request, so it is a String already that nobody can overwrite.
        String text = new String(presented.reveal());
        return FORM.matcher(text).matches() ? Optional.of(new ResetToken(text)) : Optional.empty();
    }

    /** As it stands in the link. */
    String text() {
        return text;
    }

    /** 32 bytes. With 256 bits of chance in the token a fast hash without a key is right. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
