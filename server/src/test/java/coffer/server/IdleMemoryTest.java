package coffer.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    private static final long LIVING = 10 << 20;

    private final FakeHeap heap = new FakeHeap();
    private final IdleMemory memory = new IdleMemory(heap);

    @Test
    void whatWorkHasTakenGoesBackInTheFirstQuietTime() {
        heap.used = LIVING + (64 << 20);
        heap.held = 128 << 20;
        memory.run();
        assertThat(heap.collections).isZero();
        heap.used += IdleMemory.QUIET_BYTES;
        memory.run();
        assertThat(heap.collections).isEqualTo(1);
    }

    @Test
    void aBusyServerIsLeftAlone() {
        heap.held = 128 << 20;
        for (int look = 0; look < 20; look++) {
            heap.used += IdleMemory.QUIET_BYTES + 1;
            memory.run();
        }
        assertThat(heap.collections).isZero();
    }

    @Test
    void aHeapThatTheCollectorHasJustEmptiedItselfBelongsToABusyServer() {
        heap.held = 128 << 20;
        heap.used = LIVING + (60 << 20);
        memory.run();
        heap.used = LIVING;
        memory.run();
        assertThat(heap.collections).isZero();
    }

    @Test
    void collectingIsNotRepeatedWhileItGainsLittle() {
        heap.used = LIVING + IdleMemory.GAIN_BYTES;
        heap.held = 64 << 20;
        memory.run();
        memory.run();
        assertThat(heap.collections).isEqualTo(1);

        long least = heap.used + IdleMemory.GAIN_BYTES;
        while (heap.used + IdleMemory.QUIET_BYTES < least) {
            heap.used += IdleMemory.QUIET_BYTES;
            memory.run();
        }
        assertThat(heap.collections).isEqualTo(1);

        heap.used = least;
        memory.run();
        assertThat(heap.collections).isEqualTo(2);
    }

    @Test
    void aLargeHeapIsReasonEnough() {
        heap.used = LIVING;
        heap.held = 64 << 20;
        memory.run();
        memory.run();
        heap.held += IdleMemory.GAIN_BYTES;
        memory.run();
        assertThat(heap.collections).isEqualTo(2);
    }

    /** Shrinks to what lives and half as much again, as the JVM does with our options. */
    private static final class FakeHeap implements IdleMemory.Heap {
        private long used;
        private long held;
        private int collections;

        @Override
        public long used() {
            return used;
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public void collect() {
            collections++;
            used = LIVING;
            held = LIVING + LIVING / 2;
        }
    }
}
