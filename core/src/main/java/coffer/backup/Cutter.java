package coffer.backup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Cuts a sequence of records into pieces where the records themselves say so: a record ends a piece when its checksum is small, the smaller
 * the shorter it is. So a record that comes, goes or changes leaves all pieces but the one around it as they were. A record has its length
 * before it, in 32 bits. For one thread.
 */
final class Cutter {
    /** What pieces have on the average. */
    static final int PIECE_BYTES = 64 * 1024;

    /** None has more, unless a single record does. */
    static final int PIECE_BYTES_MAX = 512 * 1024;

    private static final long CHECKSUMS = 1L << Integer.SIZE;

    private final Sink sink;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private int records;

    /** Takes a piece and the number of records in it. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] piece, int records);
    }

    Cutter(Sink sink) {
        this.sink = sink;
    }

    void add(byte[] record) {
        int bytes = Integer.BYTES + record.length;
        if (piece.size() > 0 && piece.size() + (long) bytes > PIECE_BYTES_MAX) {
            end();
        }
        piece.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(record.length).array());
        piece.writeBytes(record);
        records++;
        CRC32C crc = new CRC32C();
        crc.update(record);
        if (crc.getValue() < Math.min(CHECKSUMS, CHECKSUMS / PIECE_BYTES * bytes)) {
            end();
        }
    }

    /** Hands over what is left. */
    void end() {
        if (records > 0) {
            sink.take(piece.toByteArray(), records);
            piece.reset();
            records = 0;
        }
    }
}
