package coffer.blobs;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * A store of idle {@link Workbench}es. Never waits: who finds none idle makes one, and those that come back to a full
 * store are dropped. Thread-safe.
 */
final class Workbenches {
    /** 128 KiB each. As many as transfers usually run beside each other; more are made for a peak and then dropped. */
    private static final int IDLE_MAX = 32;

    private final ArrayBlockingQueue<Workbench> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    Workbench take() {
        Workbench bench = idle.poll();
        return bench != null ? bench : new Workbench();
    }

    /** Takes back a workbench that nobody will touch again. */
    void giveBack(Workbench bench) {
        // A refused offer is meant: the bench is one too many and goes to the garbage collector.
        boolean kept = idle.offer(bench);
        assert kept || idle.remainingCapacity() == 0;
    }

    int idle() {
        return idle.size();
    }
}
