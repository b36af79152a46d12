package coffer.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/** The keys of the vectors. */
public final class KeyVectors {
    public static final KeyName KEY_NAME = new KeyName(UUID.fromString("11111111-2222-4333-8444-555555555555"), 1);
    public static final SpaceKey KEY = key(KEY_NAME, 0x20);

    private KeyVectors() {}

    /** A space key whose bytes count up from this one. */
    public static SpaceKey key(KeyName name, int from) {
        return new SpaceKey(name, new SecretKeySpec(counting(from, 32), "AES"));
    }

    public static byte[] counting(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    public static String vector(String name) {
        try (InputStream in = KeyVectors.class.getResourceAsStream("/coffer/blobs/vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no vector " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] hexVector(String name) {
        return HexFormat.of().parseHex(vector(name).strip());
    }
}
