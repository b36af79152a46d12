package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Reads one plain object. What it hands out has its checksum; that finds accidents, and keeps nothing from being forged. */
final class PlainUnpacking implements Unpacking {
    /** Checksums that are read at once. */
    private static final int CHECKS_AT_ONCE = 1_024;

    private final SealedBytes source;
    private final ObjectId object;
    private final long plainBytes;

    private PlainUnpacking(SealedBytes source, ObjectId object, long plainBytes) {
        this.source = source;
        this.object = object;
        this.plainBytes = plainBytes;
    }

    /** @param bench holds the header in {@link Workbench#sealed} */
    static PlainUnpacking open(SealedBytes source, ObjectId object, Workbench bench) throws SealBroken {
        ObjectId named = PlainHeader.parse(bench.sealed);
        if (!named.equals(object)) {
            throw new SealBroken("the bytes are those of object " + named);
        }
        PlainUnpacking opened = new PlainUnpacking(source, object, PlainFormat.plainBytes(source.length()));
        // As with sealed objects, the last segment says that the object ends there.
        long last = SealedFormat.segments(opened.plainBytes) - 1;
        if (last > 0 || opened.plainBytes == 0) {
            opened.new Checks().read(last, bench);
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
        Checks checks = new Checks();
        long position = from;
        while (position < to) {
            long segment = position / PlainFormat.SEGMENT_BYTES;
            int length = checks.read(segment, bench);
            long begin = segment * PlainFormat.SEGMENT_BYTES;
            int start = (int) (position - begin);
            int end = (int) Math.min(length, to - begin);
            out.write(bench.plain, start, end - start);
            position += end - start;
        }
    }

    /** Reads segments and their checksums, these a page at a time. */
    private final class Checks {
        private final ByteBuffer page = ByteBuffer.allocate(CHECKS_AT_ONCE * PlainFormat.CHECK_BYTES);
        private long first = -1;

        /** Reads a segment into {@link Workbench#plain} and returns its length. */
        int read(long segment, Workbench bench) throws SealBroken {
            int length = SealedFormat.plainBytesOfSegment(segment, plainBytes);
            source.read(SealedFormat.HEADER_BYTES + segment * PlainFormat.SEGMENT_BYTES, bench.plain, 0, length);
            boolean last = segment == SealedFormat.segments(plainBytes) - 1;
            if (PlainFormat.check(object, segment, last, bench.plain, length) != check(segment)) {
                throw new SealBroken("segment " + segment + " is not as it was stored");
            }
            return length;
        }

        private int check(long segment) throws SealBroken {
            long wanted = segment - segment % CHECKS_AT_ONCE;
            if (wanted != first) {
                int count = (int) Math.min(CHECKS_AT_ONCE, SealedFormat.segments(plainBytes) - wanted);
                source.read(
                        PlainFormat.trailerAt(plainBytes) + wanted * PlainFormat.CHECK_BYTES,
                        page.array(),
                        0,
                        count * PlainFormat.CHECK_BYTES);
                first = wanted;
            }
            return page.getInt((int) (segment - wanted) * PlainFormat.CHECK_BYTES);
        }
    }
}
