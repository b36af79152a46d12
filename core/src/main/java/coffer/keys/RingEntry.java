package coffer.keys;

import coffer.base.SpaceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/**
 * One space key version as the ring keeps it, in files and in the table alike: 148 bytes that the root key vouches for
 * one entry at a time, so that whole entries survive in a damaged file. Layout in {@code docs/formats/key-ring.md}. Does not change.
 */
final class RingEntry {
    static final int BYTES = 148;

    private static final int CHECKED_BYTES = BYTES - RingMac.BYTES;
    private static final int STATE_AT = KeyName.BYTES;
    private static final int KEY_VERSION_AT = 22;
    private static final int SPACE_AT = 24;
    private static final int CREATED_AT = 32;
    private static final int ROOT_AT = 40;
    private static final int WRAPPED_AT = 56;
    private static final String PURPOSE = "coffer ring entry v1";
    private static final byte[] WRAP_CONTEXT = "coffer space key v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final KeyName name;
    private final KeyState state;

    private RingEntry(byte[] bytes, KeyName name, KeyState state) {
        this.bytes = bytes;
        this.name = name;
        this.state = state;
    }

    /** A new, active key for a space. */
    static RingEntry create(SpaceId space, KeyName name, RootKey root, long createdMicros, SecureRandom random) {
        byte[] key = new byte[RootKey.KEY_BYTES];
        random.nextBytes(key);
        ByteBuffer entry = ByteBuffer.allocate(BYTES);
        name.put(entry);
        entry.putLong(SPACE_AT, space.value()).putLong(CREATED_AT, createdMicros);
        try {
            return wrapped(entry.array(), name, KeyState.ACTIVE, key, root);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
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
        return new RingEntry(entry.clone(), name, KeyState.of(entry[STATE_AT]));
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

    KeyState state() {
        return state;
    }

    SpaceId space() {
        return new SpaceId(ByteBuffer.wrap(bytes).getLong(SPACE_AT));
    }

    Instant created() {
        return Instant.EPOCH.plus(ByteBuffer.wrap(bytes).getLong(CREATED_AT), ChronoUnit.MICROS);
    }

    /** The root key that vouches for this entry. */
    UUID root() {
        return claimedRoot(bytes).orElseThrow();
    }

    /**
     * The key itself.
     *
     * @throws SealBroken when this is not the root key that wrapped it, or the key is destroyed
     * @throws RootKeyAway when the root key cannot be reached
     */
    SpaceKey open(RootKey root) throws SealBroken {
        byte[] key = unwrap(root);
        try {
            return new SpaceKey(name, new SecretKeySpec(key, "AES"));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The same key under another root key.
     *
     * @throws SealBroken when the first is not the root key that wrapped it
     * @throws RootKeyAway when one of both cannot be reached
     */
    RingEntry under(RootKey now, RootKey before) throws SealBroken {
        if (state == KeyState.DESTROYED) {
            return vouched(bytes.clone(), name, state, now);
        }
        byte[] key = unwrap(before);
        try {
            return wrapped(bytes.clone(), name, state, key, now);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The same key, sealing nothing from now on. */
    RingEntry readOnly(RootKey root) {
        return advanced(KeyState.READ_ONLY, bytes.clone(), root);
    }

    /** What is left of it when it is destroyed: its name and not its bytes. */
    RingEntry destroyed(RootKey root) {
        byte[] empty = bytes.clone();
        Arrays.fill(empty, WRAPPED_AT, WRAPPED_AT + WrappedKey.BYTES, (byte) 0);
        return advanced(KeyState.DESTROYED, empty, root);
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

    private RingEntry advanced(KeyState to, byte[] target, RootKey root) {
        if (to.compareTo(state) < 0) {
            throw new IllegalArgumentException("space key " + this + " cannot become " + to);
        }
        if (!root.id().equals(root())) {
            throw new IllegalArgumentException("space key " + this + " belongs to root key " + root());
        }
        return vouched(target, name, to, root);
    }

    private byte[] unwrap(RootKey root) throws SealBroken {
        if (state == KeyState.DESTROYED) {
            throw new SealBroken("space key " + name + " is destroyed");
        }
        ByteBuffer entry = ByteBuffer.wrap(bytes);
        byte[] wrapped = Arrays.copyOfRange(bytes, WRAPPED_AT, WRAPPED_AT + WrappedKey.BYTES);
        return root.unwrap(new WrappedKey(Short.toUnsignedInt(entry.getShort(KEY_VERSION_AT)), wrapped), context(name));
    }

    private static RingEntry wrapped(byte[] target, KeyName name, KeyState state, byte[] key, RootKey root) {
        WrappedKey wrapped = root.wrap(key, context(name));
        ByteBuffer.wrap(target)
                .putShort(KEY_VERSION_AT, (short) wrapped.keyVersion())
                .put(WRAPPED_AT, wrapped.bytes());
        return vouched(target, name, state, root);
    }

    private static RingEntry vouched(byte[] target, KeyName name, KeyState state, RootKey root) {
        ByteBuffer.wrap(target)
                .put(STATE_AT, (byte) state.code())
                .putLong(ROOT_AT, root.id().getMostSignificantBits())
                .putLong(ROOT_AT + Long.BYTES, root.id().getLeastSignificantBits());
        System.arraycopy(mac(target, root), 0, target, CHECKED_BYTES, RingMac.BYTES);
        return new RingEntry(target, name, state);
    }

    /** Binds a wrapped key to its name. */
    private static byte[] context(KeyName name) {
        ByteBuffer context =
                ByteBuffer.allocate(WRAP_CONTEXT.length + KeyName.BYTES).put(WRAP_CONTEXT);
        name.put(context);
        return context.array();
    }

    private static byte[] mac(byte[] entry, RootKey root) {
        return RingMac.of(root, PURPOSE, entry, CHECKED_BYTES);
    }
}
