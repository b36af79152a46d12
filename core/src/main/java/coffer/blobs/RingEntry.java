package coffer.blobs;

import coffer.base.SpaceId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * One space key version as the ring keeps it, in files and in the table alike: 148 bytes that the root key vouches for
 * one entry at a time, so that whole entries survive in a damaged file. Layout in {@code docs/formats/key-ring.md}.
 */
final class RingEntry {
    static final int BYTES = 148;

    private static final int CHECKED_BYTES = BYTES - RootKey.MAC_BYTES;
    private static final int STATE_AT = KeyName.BYTES;
    private static final int SPACE_AT = 24;
    private static final int CREATED_AT = 32;
    private static final int ROOT_AT = 40;
    private static final int WRAPPED_AT = 56;
    private static final String PURPOSE = "coffer ring entry v1";

    /** What a key may still do. Only ever advances. */
    enum State {
        ACTIVE(1),
        READ_ONLY(2),
        DESTROYED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        static State of(int code) throws SealBroken {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new SealBroken("a ring entry has no known state");
        }
    }

    private final byte[] bytes;
    private final KeyName name;
    private final State state;

    private RingEntry(byte[] bytes, KeyName name, State state) {
        this.bytes = bytes;
        this.name = name;
        this.state = state;
    }

    /** A new, active key for a space. */
    static RingEntry create(SpaceId space, KeyName name, RootKey root, long createdMicros, SecureRandom random) {
        byte[] key = new byte[RootKey.BYTES];
        random.nextBytes(key);
        ByteBuffer entry = ByteBuffer.allocate(BYTES);
        name.put(entry);
        entry.put(STATE_AT, (byte) State.ACTIVE.code)
                .putLong(SPACE_AT, space.value())
                .putLong(CREATED_AT, createdMicros)
                .putLong(ROOT_AT, root.id().getMostSignificantBits())
                .putLong(ROOT_AT + Long.BYTES, root.id().getLeastSignificantBits())
                .put(WRAPPED_AT, root.wrap(key, name, random));
        Arrays.fill(key, (byte) 0);
        byte[] bytes = entry.array();
        System.arraycopy(mac(bytes, root), 0, bytes, CHECKED_BYTES, RootKey.MAC_BYTES);
        return new RingEntry(bytes, name, State.ACTIVE);
    }

    /**
     * Reads an entry and verifies that the root key vouches for it.
     *
     * @throws SealBroken when it does not
     */
    static RingEntry parse(byte[] entry, RootKey root) throws SealBroken {
        if (entry.length != BYTES) {
            throw new SealBroken("a ring entry has " + BYTES + " bytes, not " + entry.length);
        }
        if (!MessageDigest.isEqual(mac(entry, root), Arrays.copyOfRange(entry, CHECKED_BYTES, BYTES))) {
            throw new SealBroken("the root key does not vouch for a ring entry");
        }
        ByteBuffer buffer = ByteBuffer.wrap(entry);
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        KeyName name = new KeyName(id, buffer.getInt());
        return new RingEntry(entry.clone(), name, State.of(entry[STATE_AT]));
    }

    /** The root key that these bytes name, unverified; empty when they are no entry at all. */
    static Optional<UUID> claimedRoot(byte[] entry) {
        if (entry.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(entry);
        return Optional.of(new UUID(buffer.getLong(ROOT_AT), buffer.getLong(ROOT_AT + Long.BYTES)));
    }

    KeyName name() {
        return name;
    }

    State state() {
        return state;
    }

    SpaceId space() {
        return new SpaceId(ByteBuffer.wrap(bytes).getLong(SPACE_AT));
    }

    /**
     * The key itself.
     *
     * @throws SealBroken when this is not the root key that wrapped it
     */
    SpaceKey open(RootKey root) throws SealBroken {
        byte[] wrapped = Arrays.copyOfRange(bytes, WRAPPED_AT, WRAPPED_AT + RootKey.WRAPPED_BYTES);
        return new SpaceKey(name, root.unwrap(wrapped, name));
    }

    /** The 148 bytes; a copy. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** The later of two copies of one entry: a key that was retired in one of them is retired. */
    static RingEntry later(RingEntry a, RingEntry b) {
        return a.state.compareTo(b.state) >= 0 ? a : b;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RingEntry entry && Arrays.equals(bytes, entry.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + " " + state;
    }

    private static byte[] mac(byte[] entry, RootKey root) {
        Mac mac = root.mac(PURPOSE);
        mac.update(entry, 0, CHECKED_BYTES);
        return mac.doFinal();
    }
}
