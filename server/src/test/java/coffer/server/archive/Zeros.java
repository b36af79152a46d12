package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;

/** Content that is long and cheap. */
final class Zeros {
    private static final byte[] PIECE = new byte[256 * 1024];

    private Zeros() {}

    static ArchiveWriter.Content of(long bytes) {
        return out -> write(bytes, out);
    }

    private static void write(long bytes, OutputStream out) throws IOException {
        for (long left = bytes; left > 0; left -= PIECE.length) {
            out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
        }
    }
}
