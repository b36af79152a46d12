package coffer.server.ocs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Entity tags of content that is made up on the fly: 32 hexadecimal digits, the form clients keep. */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    /** The quoted entity tag of whatever this text determines. */
    static String etag(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
