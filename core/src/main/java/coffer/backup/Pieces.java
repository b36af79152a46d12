package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.PieceSeal;
import coffer.blobs.SealedBytes;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Sealed pieces in a place of backups. A piece is called by a keyed hash of what is in it, so that equal ones are written once, and their
 * names tell nobody else that they are equal to something. For one thread.
 */
final class Pieces {
    private static final byte[] NAME_INFO = "coffer backup piece v1".getBytes(StandardCharsets.US_ASCII);
    private static final String MAC = "HmacSHA256";
    private static final int NAME_KEY_BYTES = 32;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final BlobStore store;
    private final PieceSeal seal;
    private final SpaceKey key;
    private final Function<KeyName, Optional<SpaceKey>> keys;
    private final SecretKey nameKey;

    /** Pieces that are known to be in the store. */
    private final Set<ObjectId> known = new HashSet<>();

    private long writtenBytes;

    /**
     * @param key that seals new pieces
     * @param keys for those that are there
     */
    Pieces(BlobStore store, PieceSeal seal, SpaceKey key, Function<KeyName, Optional<SpaceKey>> keys) {
        this.store = store;
        this.seal = seal;
        this.key = key;
        this.keys = keys;
        this.nameKey = nameKey(key);
    }

    /** These are in the store: a snapshot names them. */
    void known(ObjectId piece) {
        known.add(piece);
    }

    /** Stores a piece unless one with the same content is there; durable when this returns. */
    ObjectId put(byte[] plain) {
        ObjectId id = name(plain);
        if (known.add(id) && !isWhole(id)) {
            write(id, plain);
        }
        return id;
    }

    /** Stores a piece under a name of its own. */
    void putAs(ObjectId id, byte[] plain) {
        write(id, plain);
        known.add(id);
    }

    byte[] seal(ObjectId id, byte[] plain) {
        return seal.seal(id, key, plain);
    }

    /** Bytes that were written to the store so far. */
    long writtenBytes() {
        return writtenBytes;
    }

    private void write(ObjectId id, byte[] plain) {
        byte[] sealed = seal.seal(id, key, plain);
        try (BlobStore.Incoming incoming = store.receive(id)) {
            incoming.write(sealed, 0, sealed.length);
            incoming.keep();
        }
        writtenBytes += sealed.length;
    }

    /** A backup that was cut short may have left it. */
    private boolean isWhole(ObjectId id) {
        try (SealedBytes there = store.open(id)) {
            seal.verify(id, there, keys);
            return true;
        } catch (SealBroken _) {
            store.remove(id);
            return false;
        }
    }

    private ObjectId name(byte[] plain) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(nameKey);
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(plain));
            // RFC 9562, section 5.8: an id of our own making.
            long high = (hash.getLong() & ~0xf000L) | VERSION_8;
            long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT;
            return new ObjectId(new UUID(high, low));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + MAC, e);
        }
    }

    private static SecretKey nameKey(SpaceKey key) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            MAC, HKDFParameterSpec.ofExtract().addIKM(key.key()).thenExpand(NAME_INFO, NAME_KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HKDF", e);
        }
    }
}
