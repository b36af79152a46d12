package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one stored object, sealed or plain: its own first bytes tell which. Every byte it hands out was checked. Thread-safe with a
 * workbench per thread.
 */
sealed interface Unpacking permits Unsealing, PlainUnpacking {
    /**
     * Checks header and length. The source stays the caller's to close.
     *
     * @param object the id these bytes must have been stored under
     * @param ring finds the space key that a header names
     * @throws SealBroken when the bytes are not this object, or the ring does not hold its key
     */
    static Unpacking open(
            SealedBytes source, ObjectId object, Function<KeyName, Optional<SpaceKey>> ring, Workbench bench)
            throws SealBroken {
        if (source.length() < SealedFormat.HEADER_BYTES) {
            throw new SealBroken("its " + source.length() + " bytes are too few for a header");
        }
        source.read(0, bench.sealed, 0, SealedFormat.HEADER_BYTES);
        return PlainHeader.isPlain(bench.sealed)
                ? PlainUnpacking.open(source, object, bench)
                : Unsealing.open(source, object, ring, bench);
    }

    long plainBytes();

    /**
     * Writes the plain bytes {@code from} (inclusive) to {@code to} (exclusive). Reads only the segments they lie in.
     *
     * @throws SealBroken at the first segment that is not as it was stored; what lay before it has been written
     * @throws IOException when {@code out} fails
     */
    void transfer(long from, long to, OutputStream out, Workbench bench) throws SealBroken, IOException;
}
