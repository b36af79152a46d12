package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;

/**
 * Reads one sealed object. Every byte it hands out was authenticated: by its segment's tag, which also fixes the
 * segment's place, the object it belongs to and where the object ends. Thread-safe with a workbench per thread.
 */
final class Unsealing implements Unpacking {
    private final SealedBytes source;
    private final long plainBytes;
    private final SecretKey bodyKey;

    private Unsealing(SealedBytes source, long plainBytes, SecretKey bodyKey) {
        this.source = source;
        this.plainBytes = plainBytes;
        this.bodyKey = bodyKey;
    }

    /**
     * Checks the header, unwraps the object's key and makes sure of its length.
     *
     * @param bench holds the header in {@link Workbench#sealed}
     */
    static Unsealing open(
            SealedBytes source, ObjectId object, Function<KeyName, Optional<SpaceKey>> ring, Workbench bench)
            throws SealBroken {
        long plainBytes = SealedFormat.plainBytes(source.length());
        SealedHeader header = SealedHeader.parse(bench.sealed);
        if (!header.object().equals(object)) {
            throw new SealBroken("the bytes are those of object " + header.object());
        }
        KeyName name = header.spaceKey();
        SpaceKey spaceKey =
                ring.apply(name).orElseThrow(() -> new SealBroken("the key ring does not hold its space key " + name));
        Unsealing opened = new Unsealing(source, plainBytes, bench.bodyKey(header, bench.unwrap(header, spaceKey)));
        // Only the last segment's tag says that the object ends there. A single segment with content is opened by
        // whoever reads it; of longer and of empty objects that segment might never be asked for.
        long segments = SealedFormat.segments(plainBytes);
        if (segments > 1 || plainBytes == 0) {
            opened.openSegment(segments - 1, bench, bench.plain, 0);
        }
        return opened;
    }

    @Override
    public long plainBytes() {
        return plainBytes;
    }

    @Override
    public void transfer(long from, long to, OutputStream out, Workbench bench) throws SealBroken, IOException {
        java.util.Objects.checkFromToIndex(from, to, plainBytes);
        long position = from;
        while (position < to) {
            long segment = position / SealedFormat.SEGMENT_BYTES;
            int opened = openSegment(segment, bench, bench.plain, 0);
            int start = (int) (position - segment * SealedFormat.SEGMENT_BYTES);
            int end = (int) Math.min(opened, to - segment * SealedFormat.SEGMENT_BYTES);
            out.write(bench.plain, start, end - start);
            position += end - start;
        }
    }

    /**
     * Opens a segment into {@code target} from {@code at} on.
     *
     * @return its plain bytes
     */
    int openSegment(long segment, Workbench bench, byte[] target, int at) throws SealBroken {
        int sealedBytes = SealedFormat.plainBytesOfSegment(segment, plainBytes) + SealedFormat.TAG_BYTES;
        boolean last = segment == SealedFormat.segments(plainBytes) - 1;
        source.read(SealedFormat.position(segment), bench.sealed, 0, sealedBytes);
        return bench.open(bodyKey, segment, last, 0, sealedBytes, target, at);
    }
}
