package coffer.adapter.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of one part, kept until the server has them: a request that failed sends them once more. Holds no more memory than it was given
 * bytes, rounded up to a piece. For one thread.
 */
final class PartBuffer {
    private final PartBuffers pool;
    private final List<byte[]> pieces = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private long length;

    PartBuffer(PartBuffers pool) {
        this.pool = pool;
    }

    void append(byte[] bytes, int at, int count) {
        int done = 0;
        while (done < count) {
            int used = (int) (length % PartBuffers.PIECE_BYTES);
            if (used == 0) {
                pieces.add(pool.take());
            }
            int fits = Math.min(count - done, PartBuffers.PIECE_BYTES - used);
            System.arraycopy(bytes, at + done, pieces.getLast(), used, fits);
            done += fits;
            length += fits;
        }
        crc.update(bytes, at, count);
    }

    long length() {
        return length;
    }

    /** The bytes from the start; may be asked for again. Valid until {@link #clear}. */
    InputStream stream() {
        List<InputStream> streams = new ArrayList<>();
        long left = length;
        for (byte[] piece : pieces) {
            int used = (int) Math.min(left, piece.length);
            streams.add(new ByteArrayInputStream(piece, 0, used));
            left -= used;
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** CRC-32C in the form of the header {@code x-amz-checksum-crc32c}. */
    String crc32c() {
        return crc32c(crc);
    }

    static String crc32c(CRC32C crc) {
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** MD5 in the form of the header {@code Content-MD5} (RFC 1864). It finds accidents, and is not trusted with more. */
    String md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            long left = length;
            for (byte[] piece : pieces) {
                int used = (int) Math.min(left, piece.length);
                digest.update(piece, 0, used);
                left -= used;
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks MD5", e);
        }
    }

    /** Gives the memory back, ready for the next part. */
    void clear() {
        pieces.forEach(pool::giveBack);
        pieces.clear();
        crc.reset();
        length = 0;
    }
}
