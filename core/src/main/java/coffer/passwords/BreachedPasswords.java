package coffer.passwords;

import coffer.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passwords that others have lost, by a file of the public list "Pwned Passwords" that the operator keeps on this machine; nothing is asked of anybody
 * else. {@link HashFile} says how the file may look.
 *
 * <p>The file is opened for each look, so that a newer one may be moved into its place at any time. Thread-safe.
 */
public final class BreachedPasswords {
    private static final Logger LOG = LoggerFactory.getLogger(BreachedPasswords.class);

    private final Path file;
    private final WhenMissing whenMissing;

    /** Whether the log has been told that the file is missing; once is enough until it is back. */
    private final AtomicBoolean told = new AtomicBoolean();

    /** What happens with new passwords while the file is missing or cannot be read. */
    public enum WhenMissing {
        /** They are refused. */
        BLOCK,
        /** They pass, and the log has a warning. */
        WARN,
        /** They pass. */
        OFF;

        /**
         * Reads one of the names, in small letters.
         *
         * @throws IllegalArgumentException with what is expected
         */
        public static WhenMissing parse(String text) {
            return switch (text) {
                case "block" -> BLOCK;
                case "warn" -> WARN;
                case "off" -> OFF;
                default -> throw new IllegalArgumentException("block, warn or off is expected");
            };
        }

        /** For logs, and for {@link #parse}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BreachedPasswords(Path file, WhenMissing whenMissing) {
        this.file = file;
        this.whenMissing = whenMissing;
    }

    /** Why the file cannot be used at this moment, for the log at the start; empty when it can, or when nobody wants to be told. */
    public Optional<String> fault() {
        if (whenMissing == WhenMissing.OFF) {
            return Optional.empty();
        }
        try (HashFile hashes = HashFile.open(file)) {
            hashes.contains(new byte[HashFile.HASH_BYTES]);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unusable(e));
        }
    }

    /** Why this may not become a password; empty when it may. */
    Optional<String> refusal(Secret password) {
        byte[] bytes = password.revealUtf8();
        try (HashFile hashes = HashFile.open(file)) {
            boolean found = hashes.contains(sha1(bytes));
            told.set(false);
            return found
                    ? Optional.of("The password has become known: it is in a list of passwords that others have lost.")
                    : Optional.empty();
        } catch (IOException e) {
            if (whenMissing != WhenMissing.OFF && !told.getAndSet(true)) {
                LOG.warn("{}", unusable(e));
            }
            return whenMissing == WhenMissing.BLOCK
                    ? Optional.of("No password can be set now: the server's list of breached passwords is missing.")
                    : Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private String unusable(IOException cause) {
        return "The list of breached passwords " + file + " cannot be used (" + cause + "); new passwords are "
                + (whenMissing == WhenMissing.BLOCK ? "refused" : "accepted without it");
    }

    /** With what the public list is made; nothing is protected by it here. */
    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
