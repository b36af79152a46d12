package coffer.accounts;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, version 1.3 (RFC 9106), and its text in the PHC string format:
 * {@code $argon2id$v=19$m=65536,t=3,p=1$salt$tag} with unpadded base64.
 */
final class PasswordHash {
    static final int SALT_BYTES = 16;
    static final int TAG_BYTES = 32;

    /**
     * What a hash costs.
     *
     * @param memoryKib memory in KiB
     * @param passes iterations over the memory
     * @param lanes independent parts of the memory; more than one is no faster here, the library fills them in turn
     */
    record Cost(int memoryKib, int passes, int lanes) {
        Cost {
            if (lanes < 1 || lanes > LANES_MAX || passes < 1 || passes > PASSES_MAX) {
                throw new IllegalArgumentException("lanes or passes out of range");
            }
            // RFC 9106 § 3.1: at least 8 KiB for each lane.
            if (memoryKib < 8 * lanes || memoryKib > MEMORY_KIB_MAX) {
                throw new IllegalArgumentException("memory out of range");
            }
        }

        long memoryBytes() {
            return 1024L * memoryKib;
        }
    }

    /** Above these a stored hash is refused rather than computed: nobody here has made it. */
    private static final int MEMORY_KIB_MAX = 1 << 20;

    private static final int PASSES_MAX = 64;
    private static final int LANES_MAX = 16;

    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] tag;

    private PasswordHash(Cost cost, byte[] salt, byte[] tag) {
        this.cost = cost;
        this.salt = salt;
        this.tag = tag;
    }

    /** Computes; takes the time and memory of {@code cost}. */
    static PasswordHash compute(Cost cost, byte[] salt, byte[] password) {
        return new PasswordHash(cost, salt.clone(), tag(cost, salt, password, TAG_BYTES));
    }

    /**
     * A hash that was never computed: making it costs nothing, and checking against it costs as much as against any
     * other of this cost.
     */
    static PasswordHash matchedByNothing(Cost cost, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] tag = new byte[TAG_BYTES];
        random.nextBytes(salt);
        random.nextBytes(tag);
        return new PasswordHash(cost, salt, tag);
    }

    /** Empty for what is no Argon2id hash, or one of absurd cost. */
    static Optional<PasswordHash> parse(String text) {
        Matcher parts = PHC.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Cost cost = new Cost(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(new PasswordHash(cost, base64.decode(parts.group(4)), base64.decode(parts.group(5))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    Cost cost() {
        return cost;
    }

    /** Whether this password gives the same tag; takes the time and memory of the cost, compares in constant time. */
    boolean matches(byte[] password) {
        return java.security.MessageDigest.isEqual(tag, tag(cost, salt, password, tag.length));
    }

    /** Whether a password that matches should be hashed again, with this cost. */
    boolean outdated(Cost wanted) {
        return !cost.equals(wanted) || salt.length != SALT_BYTES || tag.length != TAG_BYTES;
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    private static byte[] tag(Cost cost, byte[] salt, byte[] password, int length) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build();
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(parameters);
        byte[] result = new byte[length];
        argon2.generateBytes(password, result);
        return result;
    }
}
