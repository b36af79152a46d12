package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Seals and opens pieces that lie in memory, in the format of objects, for what is no content of anybody's files: backups. Thread-safe.
 */
public final class PieceSeal {
    private final SecureRandom random;
    private final Workbenches benches = new Workbenches();

    public PieceSeal(SecureRandom random) {
        this.random = random;
    }

    /** A whole object with these plain bytes. */
    public byte[] seal(ObjectId id, SpaceKey key, byte[] plain) {
        Workbench bench = benches.take();
        try {
            PlainMeter meter = new PlainMeter(ReceiveLimits.upTo(plain.length), Set.of());
            Receiving receiving = new Receiving(bench, Sealing.start(bench, key, id, random), meter);
            Memory memory = new Memory();
            ByteArrayInputStream content = new ByteArrayInputStream(plain);
            int filled = receiving.fill(content, 0);
            while (filled > SealedFormat.SEGMENT_BYTES) {
                receiving.next(memory);
                filled = 1 + receiving.fill(content, 1);
            }
            receiving.last(filled);
            receiving.writeEnd(memory);
            return memory.bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("reading memory cannot fail", e);
        } finally {
            benches.giveBack(bench);
        }
    }

    /**
     * The plain bytes of a whole object.
     *
     * @param id that it was sealed under
     * @throws SealBroken when it is another object, was altered, or its key is not found
     * @throws coffer.keys.RootKeyAway when its key cannot be had now
     */
    public byte[] open(ObjectId id, SealedBytes sealed, Function<KeyName, Optional<SpaceKey>> keys) throws SealBroken {
        Workbench bench = benches.take();
        try {
            Unpacking opened = Unpacking.open(sealed, id, keys, bench);
            ByteArrayOutputStream plain = new ByteArrayOutputStream(Math.toIntExact(opened.plainBytes()));
            opened.transfer(0, opened.plainBytes(), plain, bench);
            return plain.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        } finally {
            benches.giveBack(bench);
        }
    }

    /**
     * Opens an object to its end and keeps nothing.
     *
     * @throws SealBroken as {@link #open}
     */
    public void verify(ObjectId id, SealedBytes stored, Function<KeyName, Optional<SpaceKey>> keys) throws SealBroken {
        Workbench bench = benches.take();
        try {
            Unpacking opened = Unpacking.open(stored, id, keys, bench);
            opened.transfer(0, opened.plainBytes(), java.io.OutputStream.nullOutputStream(), bench);
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere cannot fail", e);
        } finally {
            benches.giveBack(bench);
        }
    }

    /** The id that a whole object says to have; it counts only once the object was opened under it. */
    public static ObjectId claimedId(byte[] sealed) throws SealBroken {
        if (sealed.length < SealedFormat.HEADER_BYTES) {
            throw new SealBroken("its " + sealed.length + " bytes are too few for a header");
        }
        return SealedHeader.parse(sealed).object();
    }

    /** An object that comes together in memory. */
    private static final class Memory implements BlobStore.Incoming {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] source, int at, int count) {
            bytes.write(source, at, count);
        }

        @Override
        public void keep() {}

        @Override
        public long written() {
            return bytes.size();
        }

        @Override
        public void close() {}
    }
}
