package coffer.adapter.s3;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Idle pieces of memory for parts on their way. Never waits: who finds none idle makes one, and those that come back to a full store are
 * dropped. Thread-safe.
 */
final class PartBuffers {
    /** Small, because most objects are far shorter than a part. */
    static final int PIECE_BYTES = 128 * 1024;

    /** 16 MiB in all. */
    static final int IDLE_MAX = 128;

    private final ArrayBlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    byte[] take() {
        byte[] piece = idle.poll();
        return piece != null ? piece : new byte[PIECE_BYTES];
    }

    /** Takes back a piece that nobody will touch again. */
    void giveBack(byte[] piece) {
        // A refused offer is meant: the piece is one too many and goes to the garbage collector.
        boolean kept = idle.offer(piece);
        assert kept || idle.remainingCapacity() == 0;
    }

    int idle() {
        return idle.size();
    }
}
