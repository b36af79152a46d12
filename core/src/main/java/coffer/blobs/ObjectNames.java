package coffer.blobs;

import coffer.base.ObjectId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * How objects are called in a store: {@code ab/cd/<uuid>} with {@code abcd} the last digits of the id, because ids begin with a time; of ids
 * of version 4, as older ones are, the first. Stateless.
 */
public final class ObjectNames {
    /** Directories of the first level; each holds as many again. */
    static final int FAN_OUT = 256;

    private static final int NUMBER_BITS = 16;

    private ObjectNames() {}

    /** The name below the place of all objects, with slashes. */
    public static String path(ObjectId id) {
        String digits = HexFormat.of().toHexDigits((short) number(id));
        return digits.substring(0, 2) + "/" + digits.substring(2, 4) + "/" + id;
    }

    /** The id that the last part of a name spells; empty for one that none of ours has. */
    public static Optional<ObjectId> idOf(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(new ObjectId(id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Sixteen bits that differ between any two objects, below 65,536: the number of the directory. */
    static int number(ObjectId id) {
        return id.isInOrder()
                ? (int) (id.value().getLeastSignificantBits() & 0xffff)
                : (int) (id.value().getMostSignificantBits() >>> (Long.SIZE - NUMBER_BITS));
    }
}
