package coffer.blobs;

import java.io.IOException;
import java.io.InputStream;

/**
 * One object on its way from a stream into stored pieces: counted, checked and packed segment by segment. A segment is
 * packed once the byte behind it has been read, because the last one is packed differently.
 */
final class Receiving {
    private final Workbench bench;
    private final Packing packing;
    private final PlainMeter meter;
    private final SealedCheck check = new SealedCheck();
    private byte[] trailer = new byte[0];

    Receiving(Workbench bench, Packing packing, PlainMeter meter) {
        this.bench = bench;
        this.packing = packing;
        this.meter = meter;
    }

    /**
     * Reads plain bytes until the buffer is full or the content ends.
     *
     * @param at how many bytes the buffer holds already
     * @return bytes read
     */
    int fill(InputStream content, int at) throws IOException {
        int read = content.readNBytes(bench.plain, at, bench.plain.length - at);
        meter.add(bench.plain, at, read);
        return read;
    }

    /** Packs and writes a full segment, and keeps the byte behind it for the next. */
    void next(BlobStore.Incoming incoming) {
        pack(SealedFormat.SEGMENT_BYTES, false);
        writePiece(incoming);
        bench.plain[0] = bench.plain[SealedFormat.SEGMENT_BYTES];
    }

    /**
     * Packs what is left; the content has ended.
     *
     * @throws LengthMismatch when more was announced
     */
    void last(int length) {
        meter.end();
        pack(length, true);
        trailer = packing.trailer();
        check.update(trailer, 0, trailer.length);
    }

    /** Writes the last piece and what follows it. */
    void writeEnd(BlobStore.Incoming incoming) {
        writePiece(incoming);
        if (trailer.length > 0) {
            incoming.write(trailer, 0, trailer.length);
        }
    }

    /** The whole object, when there was only one segment. */
    byte[] whole() {
        byte[] whole = new byte[packing.pieceBytes() + trailer.length];
        System.arraycopy(bench.sealed, packing.pieceAt(), whole, 0, packing.pieceBytes());
        System.arraycopy(trailer, 0, whole, packing.pieceBytes(), trailer.length);
        return whole;
    }

    PlainMeter meter() {
        return meter;
    }

    /** Over all pieces. */
    byte[] sealedCheck() {
        return check.value();
    }

    private void pack(int length, boolean last) {
        packing.pack(length, last);
        check.update(bench.sealed, packing.pieceAt(), packing.pieceBytes());
    }

    private void writePiece(BlobStore.Incoming incoming) {
        incoming.write(bench.sealed, packing.pieceAt(), packing.pieceBytes());
    }
}
