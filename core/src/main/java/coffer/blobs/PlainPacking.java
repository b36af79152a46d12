package coffer.blobs;

import coffer.base.ObjectId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Packs one object as it is, with a checksum for each segment. Four bytes are kept in memory for each 64 KiB until the end. */
final class PlainPacking implements Packing {
    private final Workbench bench;
    private final ObjectId object;
    private final ByteArrayOutputStream checks = new ByteArrayOutputStream();
    private long segment;
    private int pieceAt;
    private int pieceBytes;

    PlainPacking(Workbench bench, ObjectId object) {
        this.bench = bench;
        this.object = object;
    }

    @Override
    public void pack(int length, boolean last) {
        int check = PlainFormat.check(object, segment, last, bench.plain, length);
        checks.writeBytes(
                ByteBuffer.allocate(PlainFormat.CHECK_BYTES).putInt(check).array());
        System.arraycopy(bench.plain, 0, bench.sealed, SealedFormat.HEADER_BYTES, length);
        pieceAt = SealedFormat.HEADER_BYTES;
        pieceBytes = length;
        if (segment == 0) {
            System.arraycopy(PlainHeader.of(object), 0, bench.sealed, 0, SealedFormat.HEADER_BYTES);
            pieceAt = 0;
            pieceBytes = SealedFormat.HEADER_BYTES + length;
        }
        segment++;
    }

    @Override
    public int pieceAt() {
        return pieceAt;
    }

    @Override
    public int pieceBytes() {
        return pieceBytes;
    }

    @Override
    public byte[] trailer() {
        return checks.toByteArray();
    }
}
