package coffer.blobs;

import coffer.base.ObjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads a manifest: its parts one after the other, their list a page at a time. */
final class ManifestReader implements ObjectReader {
    private final ObjectId id;
    private final long sizeBytes;
    private final Parts parts;
    private final DamageDesk desk;

    /** How a manifest reaches its parts. */
    interface Parts {
        /** Some parts in order, beginning with the one that holds the byte at this offset; empty if there is none. */
        List<StoredObject.Part> from(ObjectId manifest, long offsetBytes);

        /** Opens a part. */
        ObjectReader open(ObjectId part);
    }

    ManifestReader(ObjectId id, long sizeBytes, Parts parts, DamageDesk desk) {
        this.id = id;
        this.sizeBytes = sizeBytes;
        this.parts = parts;
        this.desk = desk;
    }

    @Override
    public ObjectId id() {
        return id;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void transfer(long from, long toExclusive, OutputStream out) throws IOException {
        java.util.Objects.checkFromToIndex(from, toExclusive, sizeBytes);
        long position = from;
        while (position < toExclusive) {
            List<StoredObject.Part> page = parts.from(id, position);
            if (page.isEmpty()) {
                throw desk.damaged(id, "it has no part at offset " + position);
            }
            for (StoredObject.Part part : page) {
                if (position < toExclusive) {
                    long to = Math.min(toExclusive, part.endBytes());
                    transfer(part, position, to, out);
                    position = to;
                }
            }
        }
    }

    private void transfer(StoredObject.Part part, long from, long to, OutputStream out) throws IOException {
        if (part.offsetBytes() > from || part.endBytes() <= from) {
            throw desk.damaged(id, "it has no part at offset " + from);
        }
        try (ObjectReader reader = parts.open(part.object())) {
            if (reader.sizeBytes() != part.sizeBytes()) {
                throw desk.damaged(
                        id, "part " + part.object() + " has " + reader.sizeBytes() + " bytes, not " + part.sizeBytes());
            }
            reader.transfer(from - part.offsetBytes(), to - part.offsetBytes(), out);
        } catch (ObjectMissing e) {
            throw desk.damaged(id, e);
        }
    }

    /** Nothing is held open between transfers. */
    @Override
    public void close() {}
}
