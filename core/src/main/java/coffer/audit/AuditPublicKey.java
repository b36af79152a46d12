package coffer.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The public half of the key that signs checkpoints: Ed25519 (RFC 8032).
 *
 * @param hex its 32 bytes as 64 lower-case hexadecimal digits
 */
public record AuditPublicKey(String hex) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    /** What stands before the 32 bytes in the form of X.509 (RFC 8410 § 4). */
    private static final String X509_PREFIX = "302a300506032b6570032100";

    public AuditPublicKey {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not 64 lower-case hexadecimal digits");
        }
    }

    static AuditPublicKey of(byte[] bytes) {
        return new AuditPublicKey(HexFormat.of().formatHex(bytes));
    }

    /** From the form of X.509, which {@code openssl pkey -pubin} reads and writes. */
    static AuditPublicKey ofX509(byte[] encoded) {
        String all = HexFormat.of().formatHex(encoded);
        if (!all.startsWith(X509_PREFIX) || encoded.length != X509_PREFIX.length() / 2 + BYTES) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
        return new AuditPublicKey(all.substring(X509_PREFIX.length()));
    }

    byte[] x509() {
        return HexFormat.of().parseHex(X509_PREFIX + hex);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** False also for what is no signature or no key at all. */
    boolean verifies(byte[] message, String signatureHex) {
        if (!SIGNATURE.matcher(signatureHex).matches()) {
            return false;
        }
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509()));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(HexFormat.of().parseHex(signatureHex));
        } catch (GeneralSecurityException _) {
            // 32 bytes that are no point of the curve, or a signature out of range: nobody has signed with that.
            return false;
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
