package coffer.keys;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One version of one space's key, as object headers and the key ring name it.
 *
 * @param version from 1, with each rotation one more
 */
public record KeyName(UUID id, int version) {
    static final int BYTES = 20;

    public KeyName {
        if (version < 1) {
            throw new IllegalArgumentException("versions of space keys start at 1, this is " + version);
        }
    }

    void put(ByteBuffer target) {
        target.putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(version);
    }

    @Override
    public String toString() {
        return id + " version " + version;
    }
}
