package coffer.blobs;

import coffer.keys.SealBroken;

/** Lengths of the sealed format {@code COFSEAL1}; see {@code docs/formats/sealed-objects.md}. */
final class SealedFormat {
    static final int HEADER_BYTES = 128;

    /** Plain bytes of every segment but the last. Also the most that goes through one call of a cipher. */
    static final int SEGMENT_BYTES = 1 << 16;

    static final int TAG_BYTES = 16;
    static final int SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;

    /** The segment number is an unsigned 32-bit part of the nonce. */
    static final long SEGMENTS_MAX = 1L << 32;

    static final long PLAIN_BYTES_MAX = SEGMENTS_MAX * SEGMENT_BYTES;

    private SealedFormat() {}

    /** Segments of an object with this many plain bytes; an empty one has a single, empty segment. */
    static long segments(long plainBytes) {
        if (plainBytes < 0 || plainBytes > PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException("no sealed object has " + plainBytes + " plain bytes");
        }
        return plainBytes == 0 ? 1 : (plainBytes - 1) / SEGMENT_BYTES + 1;
    }

    static long sealedBytes(long plainBytes) {
        return HEADER_BYTES + plainBytes + segments(plainBytes) * TAG_BYTES;
    }

    /**
     * Plain bytes of a sealed object of this length.
     *
     * @throws SealBroken when the writer makes no object of this length
     */
    static long plainBytes(long sealedBytes) throws SealBroken {
        long body = sealedBytes - HEADER_BYTES;
        if (body < TAG_BYTES) {
            throw new SealBroken("its " + sealedBytes + " bytes are too few for a header and one segment");
        }
        long segments = (body - 1) / SEALED_SEGMENT_BYTES + 1;
        long plain = body - segments * TAG_BYTES;
        if (plain < 0 || segments > SEGMENTS_MAX || segments(plain) != segments) {
            throw new SealBroken("no whole object has " + sealedBytes + " bytes");
        }
        return plain;
    }

    /** Plain bytes of segment {@code index} of an object with this many plain bytes. */
    static int plainBytesOfSegment(long index, long plainBytes) {
        return (int) Math.min(SEGMENT_BYTES, plainBytes - index * SEGMENT_BYTES);
    }

    /** Where segment {@code index} starts in the sealed object. */
    static long position(long index) {
        return HEADER_BYTES + index * SEALED_SEGMENT_BYTES;
    }
}
