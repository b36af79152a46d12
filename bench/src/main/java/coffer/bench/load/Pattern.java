package coffer.bench.load;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Incompressible content that anybody can name again by its seed and size, so that whoever compares needs no copy.
 *
 * <p>Each mebibyte is another window into the same two mebibytes of chance: a piece in the wrong place, or of the wrong file, shows.
 */
public final class Pattern implements Content {

    private static final int WINDOW = 1 << 20;
    /** Odd, so that all windows are visited before one comes again. */
    private static final int STEP = 8191;

    private static final ByteBuffer CHANCE = chance();

    private final int seed;
    private final long sizeBytes;

    public Pattern(int seed, long sizeBytes) {
        this.seed = seed;
        this.sizeBytes = sizeBytes;
    }

    private static ByteBuffer chance() {
        var bytes = new byte[2 * WINDOW];
        new Random(20261122).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public ByteBuffer from(long position) {
        var window = position / WINDOW;
        var inWindow = (int) (position % WINDOW);
        var start = (int) Math.floorMod((seed * 31L + window) * STEP, (long) WINDOW);
        var length = (int) Math.min(WINDOW - inWindow, sizeBytes - position);
        return CHANCE.slice(start + inWindow, length);
    }

    /** A part of this content as a content of its own, such as a chunk of an upload. */
    public Content part(long start, long partBytes) {
        var whole = this;
        return new Content() {
            @Override
            public long sizeBytes() {
                return partBytes;
            }

            @Override
            public ByteBuffer from(long position) {
                var slice = whole.from(start + position);
                return slice.limit((int) Math.min(slice.limit(), partBytes - position));
            }
        };
    }
}
