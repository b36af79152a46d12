package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyRing;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.OutputStream;

/** Reads an object that is one piece, sealed or plain, inline or in the store. */
final class SealedReader implements ObjectReader {
    private final ObjectId id;
    private final SealedBytes source;
    private final Unpacking unpacking;
    private final ReadAhead ahead;
    private final DamageDesk desk;

    private SealedReader(ObjectId id, SealedBytes source, Unpacking unpacking, ReadAhead ahead, DamageDesk desk) {
        this.id = id;
        this.source = source;
        this.unpacking = unpacking;
        this.ahead = ahead;
        this.desk = desk;
    }

    /** Takes over the source: closes it at once when the object is damaged. */
    static SealedReader open(
            ObjectId id, SealedBytes source, KeyRing ring, Workbenches benches, ReadAhead ahead, DamageDesk desk) {
        Workbench bench = benches.take();
        boolean opened = false;
        try {
            Unpacking unpacking = Unpacking.open(source, id, ring::find, bench);
            opened = true;
            return new SealedReader(id, source, unpacking, ahead, desk);
        } catch (SealBroken e) {
            throw desk.damaged(id, e);
        } finally {
            benches.giveBack(bench);
            if (!opened) {
                source.close();
            }
        }
    }

    @Override
    public ObjectId id() {
        return id;
    }

    @Override
    public long sizeBytes() {
        return unpacking.plainBytes();
    }

    @Override
    public void transfer(long from, long toExclusive, OutputStream out) throws IOException {
        try {
            ahead.transfer(unpacking, from, toExclusive, out);
        } catch (SealBroken e) {
            throw desk.damaged(id, e);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
