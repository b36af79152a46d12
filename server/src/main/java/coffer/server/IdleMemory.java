package coffer.server;

import coffer.events.BackgroundLoop;
import java.time.Duration;

/**
 * Gives memory back once the work that took it is done. The serial collector looks for garbage only when its heap is full, so
 * without this a server would hold for ever what one hash of a password took (64 MiB), or an hour of uploads.
 *
 * <p>A time is quiet when hardly anything was allocated since the look before. In a quiet time the JVM is asked for a full
 * collection, which also shrinks the heap, if that can gain something. It stops the server for as long as the living objects take: some
 * hundredths of a second.
 */
final class IdleMemory implements BackgroundLoop.Task {
    /** The time between two looks. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Allocated between two looks of a quiet server at most. Threads take memory in pieces of some hundred KiB. */
    static final long QUIET_BYTES = 1 << 19;

    /** What a collection must be able to gain: more than the young generation, which stays with the process anyway. */
    static final long GAIN_BYTES = 16 << 20;

    private final Heap heap;
    private long usedAtLastLook = Long.MAX_VALUE;
    private long usedAfterCollection;
    private long heldAfterCollection;

    /** The memory of this process that Java manages. */
    interface Heap {
        /** Bytes of objects, living or not. */
        long used();

        /** Bytes taken from the operating system. */
        long held();

        /** Removes the objects that do not live, and returns what is free then. */
        void collect();

        static Heap ofThisProcess() {
            return new ThisProcess();
        }
    }

    IdleMemory(Heap heap) {
        this.heap = heap;
    }

    @Override
    public BackgroundLoop.Next run() {
        long used = heap.used();
        // Less than before means that the collector has just run by itself: a busy time.
        boolean quiet = used >= usedAtLastLook && used - usedAtLastLook <= QUIET_BYTES;
        if (quiet && canGain(used)) {
            heap.collect();
            usedAfterCollection = heap.used();
            heldAfterCollection = heap.held();
            usedAtLastLook = usedAfterCollection;
        } else {
            usedAtLastLook = used;
        }
        return BackgroundLoop.Next.WAIT;
    }

    private boolean canGain(long used) {
        return used - usedAfterCollection >= GAIN_BYTES || heap.held() - heldAfterCollection >= GAIN_BYTES;
    }

    private static final class ThisProcess implements Heap {
        private final Runtime runtime = Runtime.getRuntime();

        @Override
        public long used() {
            return runtime.totalMemory() - runtime.freeMemory();
        }

        @Override
        public long held() {
            return runtime.totalMemory();
        }

        @Override
        public void collect() {
            System.gc();
        }
    }
}
