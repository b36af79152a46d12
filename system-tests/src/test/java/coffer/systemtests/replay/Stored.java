package coffer.systemtests.replay;

import coffer.systemtests.replay.Message.Body;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * What one file holds during a replay.
 *
 * @param timeSaid whether a client has said its time, which then must come back; otherwise it is the server's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Stored(byte[] content, boolean timeSaid) {

    /** The recorded body, or bytes of the same length where the recording has left some out. */
    static byte[] content(Body body, String path) {
        var shown = body.shown().getBytes(StandardCharsets.UTF_8);
        return body.isWhole() ? shown : filling(path, shown.length + body.leftOut());
    }

    /** Bytes that are the same for the same path and length, and others for others. */
    static byte[] filling(String path, long length) {
        var bytes = new byte[Math.toIntExact(length)];
        new Random(31L * path.hashCode() + length).nextBytes(bytes);
        return bytes;
    }

    /** As the header and the property have it. */
    String checksum() {
        return checksum(content);
    }

    static String checksum(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(content);
            return "SHA1:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
