package coffer.blobs;

import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Opens the next segments of a large object in a second thread while the present ones are sent. Thread-safe.
 *
 * <p>One transfer for each processor does so at a time. When more are under way every processor has work, and a transfer that reads,
 * opens and sends by itself costs less; that also bounds the memory, to twice {@link #LOT_SEGMENTS} segments a processor.
 */
final class ReadAhead {
    /** Segments that are opened in one go: rarely handed over, and two lots fit into a processor's cache. */
    static final int LOT_SEGMENTS = 8;

    /** What is shorter, 2 MiB, is not worth a thread. */
    static final int WORTH_SEGMENTS = 4 * LOT_SEGMENTS;

    private final Semaphore room;
    private final Workbenches benches;

    ReadAhead(Workbenches benches, int processors) {
        this.benches = benches;
        this.room = new Semaphore(processors);
    }

    /**
     * Writes the plain bytes {@code from} (inclusive) to {@code to} (exclusive), in one thread or two.
     *
     * @throws SealBroken at the first segment that is not as it was sealed; what lay before it has been written
     * @throws IOException when {@code out} fails
     */
    void transfer(Unpacking object, long from, long to, OutputStream out) throws SealBroken, IOException {
        if (object instanceof Unsealing sealed
                && to - from >= (long) WORTH_SEGMENTS * SealedFormat.SEGMENT_BYTES
                && room.tryAcquire()) {
            try {
                transferAhead(sealed, from, to, out);
            } finally {
                room.release();
            }
            return;
        }
        Workbench bench = benches.take();
        try {
            object.transfer(from, to, out, bench);
        } finally {
            benches.giveBack(bench);
        }
    }

    private void transferAhead(Unsealing object, long from, long to, OutputStream out) throws SealBroken, IOException {
        java.util.Objects.checkFromToIndex(from, to, object.plainBytes());
        Workbench bench = benches.take();
        try {
            Lot present = new Lot(object, to);
            Lot next = new Lot(object, to);
            present.open(from / SealedFormat.SEGMENT_BYTES, bench);
            long position = from;
            while (position < to) {
                CompletableFuture<?> opening = next.openBehind(present, bench);
                try {
                    position = present.write(position, out);
                } finally {
                    // Also when the client has gone: nobody else may have the bench or close the object before.
                    opening.join();
                }
                Lot sent = present;
                present = next;
                next = sent;
            }
        } finally {
            benches.giveBack(bench);
        }
    }

    /** Some segments in a row, and what went wrong with the one behind them. For one thread at a time. */
    private static final class Lot {
        private final byte[] plain = new byte[LOT_SEGMENTS * SealedFormat.SEGMENT_BYTES];
        private final Unsealing object;
        private final long end;
        private long first;
        private int count;
        private int filled;
        private @Nullable Throwable failure;

        Lot(Unsealing object, long end) {
            this.object = object;
            this.end = end;
        }

        /** Opens what comes behind another lot, in the background if there is anything that will be wanted. */
        CompletableFuture<?> openBehind(Lot before, Workbench bench) {
            long segment = before.first + before.count;
            return before.failure == null && segment * SealedFormat.SEGMENT_BYTES < end
                    ? CompletableFuture.runAsync(
                            () -> open(segment, bench), Thread.ofVirtual().name("read-ahead")::start)
                    : CompletableFuture.completedFuture(null);
        }

        /** Opens as many segments from this one on as there is room for, and are wanted. Remembers a failure instead of throwing it. */
        void open(long segment, Workbench bench) {
            first = segment;
            count = 0;
            filled = 0;
            failure = null;
            try {
                while (count < LOT_SEGMENTS && (first + count) * SealedFormat.SEGMENT_BYTES < end) {
                    filled += object.openSegment(first + count, bench, plain, filled);
                    count++;
                }
            } catch (SealBroken | RuntimeException | Error e) {
                failure = e;
            }
        }

        /** Writes what is wanted from this position on, and returns the position behind it. */
        long write(long position, OutputStream out) throws SealBroken, IOException {
            long begin = first * SealedFormat.SEGMENT_BYTES;
            int start = (int) (position - begin);
            int stop = (int) Math.min(filled, end - begin);
            if (stop > start) {
                out.write(plain, start, stop - start);
            }
            switch (failure) {
                case null -> {}
                case SealBroken broken -> throw broken;
                case RuntimeException other -> throw other;
                default -> throw (Error) failure;
            }
            return begin + stop;
        }
    }
}
