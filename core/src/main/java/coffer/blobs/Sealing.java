package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SpaceKey;
import java.security.SecureRandom;
import javax.crypto.SecretKey;

/** Seals one object. */
final class Sealing implements Packing {
    private static final int DATA_KEY_BYTES = 32;

    private final Workbench bench;
    private final SealedHeader header;
    private final SecretKey bodyKey;
    private long segment;
    private boolean ended;
    private int pieceAt;
    private int pieceBytes;

    /** Starts an object under a data key of its own. */
    static Sealing start(Workbench bench, SpaceKey spaceKey, ObjectId object, SecureRandom random) {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        byte[] wrapNonce = new byte[SealedHeader.WRAP_NONCE_BYTES];
        random.nextBytes(dataKey);
        random.nextBytes(wrapNonce);
        return new Sealing(bench, spaceKey, object, dataKey, wrapNonce);
    }

    /** With a given data key and nonce: for {@link #start}, and for vectors. Overwrites the data key. */
    Sealing(Workbench bench, SpaceKey spaceKey, ObjectId object, byte[] dataKey, byte[] wrapNonce) {
        this.bench = bench;
        this.header = SealedHeader.of(spaceKey.name(), object, wrapNonce);
        bench.wrap(header, spaceKey, dataKey);
        this.bodyKey = bench.bodyKey(header, dataKey);
    }

    @Override
    public void pack(int length, boolean last) {
        if (ended || segment == SealedFormat.SEGMENTS_MAX) {
            throw new IllegalStateException("no segment can follow segment " + segment);
        }
        if (length > SealedFormat.SEGMENT_BYTES
                || (!last && length != SealedFormat.SEGMENT_BYTES)
                || (length == 0 && segment > 0)) {
            throw new IllegalArgumentException(length + " bytes are no segment " + segment);
        }
        int sealedBytes = bench.seal(bodyKey, segment, last, length);
        if (segment == 0) {
            header.copyTo(bench.sealed, 0);
            pieceAt = 0;
            pieceBytes = SealedFormat.HEADER_BYTES + sealedBytes;
        } else {
            pieceAt = SealedFormat.HEADER_BYTES;
            pieceBytes = sealedBytes;
        }
        segment++;
        ended = last;
    }

    @Override
    public int pieceAt() {
        return pieceAt;
    }

    @Override
    public int pieceBytes() {
        return pieceBytes;
    }

    /** The tags are in the segments. */
    @Override
    public byte[] trailer() {
        return new byte[0];
    }
}
