package coffer.accounts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets those with equal keys through one after another, in the order they came. Protects only work of this process;
 * keys nobody waits for take no memory. Thread-safe.
 */
final class Turnstile<K> {
    private final Map<K, Gate> gates = new ConcurrentHashMap<>();

    private static final class Gate {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** Somebody's turn; ends when closed, on the thread that has it. */
    final class Turn implements AutoCloseable {
        private final K key;
        private final Gate gate;

        private Turn(K key, Gate gate) {
            this.key = key;
            this.gate = gate;
        }

        @Override
        public void close() {
            gate.lock.unlock();
            leave(key);
        }
    }

    /** Waits for a turn; empty when it did not come in time. */
    Optional<Turn> enter(K key, Duration patience) {
        Gate gate = gates.compute(key, (_, known) -> {
            Gate counted = known == null ? new Gate() : known;
            counted.users++;
            return counted;
        });
        try {
            if (gate.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.of(new Turn(key, gate));
            }
        } catch (InterruptedException e) {
            leave(key);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a turn", e);
        }
        leave(key);
        return Optional.empty();
    }

    /** Keys that somebody has the turn of, or waits for. */
    int keys() {
        return gates.size();
    }

    private void leave(K key) {
        gates.computeIfPresent(key, (_, gate) -> --gate.users == 0 ? null : gate);
    }
}
