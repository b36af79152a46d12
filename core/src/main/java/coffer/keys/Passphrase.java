package coffer.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Root key files that open with a passphrase, in its NFC form, as {@link PassphraseSeal} does it. Stateless.
 */
final class Passphrase {
    /** About half a second on one processor of 2026. */
    static final int ITERATIONS = 1_000_000;

    /** What a reader accepts: fewer would be a way to weaken a file, more a way to keep a start busy. */
    static final int ITERATIONS_MIN = 100_000;

    static final int ITERATIONS_MAX = 10_000_000;

    private Passphrase() {}

    /** The text of a root key file. */
    static String seal(UUID id, byte[] key, String passphrase, SecureRandom random, Instant now) {
        byte[] salt = new byte[PassphraseSeal.SALT_BYTES];
        random.nextBytes(salt);
        byte[] nonce = new byte[PassphraseSeal.NONCE_BYTES];
        random.nextBytes(nonce);
        String before = RootKeyText.beforeSealed(id, now, ITERATIONS, salt);
        char[] characters = normalised(passphrase);
        try {
            return RootKeyText.sealed(
                    before, PassphraseSeal.seal(key, characters, salt, ITERATIONS, nonce, bound(before)));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /**
     * The 32 bytes of a root key; the caller clears them.
     *
     * @throws SealBroken when the passphrase is not the one
     */
    static byte[] open(RootKeyText.Content.Sealed file, String passphrase) throws SealBroken {
        if (file.iterations() < ITERATIONS_MIN || file.iterations() > ITERATIONS_MAX) {
            throw new SealBroken("it is altered: it asks for " + file.iterations() + " rounds");
        }
        char[] characters = normalised(passphrase);
        try {
            return PassphraseSeal.open(file.sealed(), characters, file.salt(), file.iterations(), bound(file.bound()))
                    .orElseThrow(() -> new SealBroken("the passphrase does not open it"));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static char[] normalised(String passphrase) {
        return Normalizer.normalize(passphrase, Normalizer.Form.NFC).toCharArray();
    }

    private static byte[] bound(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
