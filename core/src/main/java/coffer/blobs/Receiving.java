package coffer.blobs;

import java.io.IOException;
import java.io.InputStream;

/**
 * One object on its way from a stream into sealed pieces: counted, checked and sealed segment by segment. A segment is
 * sealed once the byte behind it has been read, because the last one is sealed differently.
 */
final class Receiving {
    private final Workbench bench;
    private final Sealing sealing;
    private final PlainMeter meter;
    private final SealedCheck check = new SealedCheck();

    Receiving(Workbench bench, Sealing sealing, PlainMeter meter) {
        this.bench = bench;
        this.sealing = sealing;
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

    /** Seals and writes a full segment, and keeps the byte behind it for the next. */
    void next(ObjectDirectory.Incoming incoming) {
        seal(SealedFormat.SEGMENT_BYTES, false);
        writeTo(incoming);
        bench.plain[0] = bench.plain[SealedFormat.SEGMENT_BYTES];
    }

    /**
     * Seals what is left; the content has ended.
     *
     * @throws LengthMismatch when more was announced
     */
    void last(int length) {
        meter.end();
        seal(length, true);
    }

    /** Writes the piece sealed last. */
    void writeTo(ObjectDirectory.Incoming incoming) {
        incoming.write(bench.sealed, sealing.pieceAt(), sealing.pieceBytes());
    }

    Sealing sealing() {
        return sealing;
    }

    PlainMeter meter() {
        return meter;
    }

    /** Over all pieces. */
    byte[] sealedCheck() {
        return check.value();
    }

    private void seal(int length, boolean last) {
        sealing.seal(length, last);
        check.update(bench.sealed, sealing.pieceAt(), sealing.pieceBytes());
    }
}
