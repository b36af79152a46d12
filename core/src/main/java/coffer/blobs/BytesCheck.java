package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import coffer.keys.KeysRefused;
import coffer.keys.RootKeyAway;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether stored bytes, wherever they come from, are what the row of their object says. Changes nothing. Thread-safe. */
final class BytesCheck {
    private final KeyRing ring;
    private final Workbenches benches;

    BytesCheck(KeyRing ring, Workbenches benches) {
        this.ring = ring;
        this.benches = benches;
    }

    /**
     * Looks at length, header and checksum, and whether the key can still be had.
     *
     * @param keyed whether every segment is opened too, as readers do
     * @throws DamageFound when something of that is not as it should be
     * @throws RootKeyAway when {@code keyed} and the key cannot be had now
     * @throws coffer.disk.StorageFailure when the bytes cannot be read now
     */
    void check(ObjectFacts facts, SealedBytes bytes, boolean keyed) throws DamageFound {
        Workbench bench = benches.take();
        try {
            length(facts, bytes);
            header(facts, bytes, bench);
            checksum(facts, bytes, bench);
            if (key(facts, keyed) && keyed) {
                segments(facts, bytes, bench);
            }
        } finally {
            benches.giveBack(bench);
        }
    }

    private static void length(ObjectFacts facts, SealedBytes bytes) throws DamageFound {
        long wanted = stored(facts);
        if (bytes.length() != wanted) {
            throw new DamageFound(
                    DamageKind.SHORT_OR_LONG, "it has " + bytes.length() + " stored bytes instead of " + wanted);
        }
    }

    /** What the row says, if it agrees with itself. */
    static long stored(ObjectFacts facts) throws DamageFound {
        Long stored = facts.storedBytes;
        if (stored == null || facts.check == null || !StoredCheck.isKnown(facts.check.length)) {
            throw new DamageFound(DamageKind.ROW, "its row lacks a length or a checksum");
        }
        boolean sealed = facts.key().isPresent();
        if (facts.sizeBytes > SealedFormat.PLAIN_BYTES_MAX
                || stored
                        != (sealed
                                ? SealedFormat.sealedBytes(facts.sizeBytes)
                                : PlainFormat.storedBytes(facts.sizeBytes))) {
            throw new DamageFound(
                    DamageKind.ROW,
                    "its row says that " + facts.sizeBytes + " bytes are stored as " + stored + ", which cannot be");
        }
        return stored;
    }

    private static void header(ObjectFacts facts, SealedBytes bytes, Workbench bench) throws DamageFound {
        try {
            bytes.read(0, bench.sealed, 0, SealedFormat.HEADER_BYTES);
            @Nullable KeyName named = null;
            ObjectId object;
            if (PlainHeader.isPlain(bench.sealed)) {
                object = PlainHeader.parse(bench.sealed);
            } else {
                SealedHeader header = SealedHeader.parse(bench.sealed);
                object = header.object();
                named = header.spaceKey();
            }
            if (!object.equals(facts.id)) {
                throw new DamageFound(DamageKind.HEADER, "the bytes are those of object " + object);
            }
            if (!Optional.ofNullable(named).equals(facts.key())) {
                throw new DamageFound(
                        DamageKind.HEADER,
                        "its header names " + word(Optional.ofNullable(named)) + ", its row " + word(facts.key()));
            }
        } catch (SealBroken e) {
            throw new DamageFound(DamageKind.HEADER, String.valueOf(e.getMessage()));
        }
    }

    private static String word(Optional<KeyName> key) {
        return key.map(name -> "space key " + name).orElse("no key");
    }

    private static void checksum(ObjectFacts facts, SealedBytes bytes, Workbench bench) throws DamageFound {
        byte[] wanted = java.util.Objects.requireNonNull(facts.check);
        try {
            if (!Arrays.equals(StoredCheck.of(bytes, wanted.length, bench.sealed), wanted)) {
                throw new DamageFound(DamageKind.CHECKSUM, "its bytes do not have the checksum of its row");
            }
        } catch (SealBroken e) {
            throw new DamageFound(DamageKind.SHORT_OR_LONG, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the key is there to be used; false when that cannot be told now. */
    private boolean key(ObjectFacts facts, boolean needed) throws DamageFound {
        Optional<KeyName> name = facts.key();
        if (name.isEmpty()) {
            return true;
        }
        try {
            if (ring.find(name.get()).isPresent()) {
                return true;
            }
        } catch (KeysRefused e) {
            throw new DamageFound(DamageKind.KEY_UNKNOWN, String.valueOf(e.getMessage()));
        } catch (RootKeyAway e) {
            if (needed) {
                throw e;
            }
            // The ring has the key; whether it opens is seen when its root key answers again.
            return false;
        }
        throw new DamageFound(
                DamageKind.KEY_UNKNOWN,
                "the key ring does not hold its space key " + name.get() + ", or it is destroyed");
    }

    private void segments(ObjectFacts facts, SealedBytes bytes, Workbench bench) throws DamageFound {
        try {
            Unpacking opened = Unpacking.open(bytes, facts.id, ring::find, bench);
            opened.transfer(0, opened.plainBytes(), OutputStream.nullOutputStream(), bench);
        } catch (SealBroken e) {
            throw new DamageFound(DamageKind.SEGMENT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere cannot fail", e);
        }
    }
}
