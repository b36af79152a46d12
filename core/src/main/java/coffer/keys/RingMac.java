package coffer.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/** HMAC-SHA-256 of a root key's ring key over what the ring has to vouch for, separated by purpose. Stateless. */
final class RingMac {
    static final String ALGORITHM = "HmacSHA256";
    static final int BYTES = 32;

    private RingMac() {}

    static byte[] of(RootKey root, String purpose, byte[] data, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(root.ringKey());
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update(data, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HMAC-SHA256", e);
        }
    }
}
