package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Turnstile<String> turnstile = new Turnstile<>();

    @Test
    void oneAtATimeForEachKey() throws ExecutionException, InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> {
                    try (var _ = turnstile.enter("key", LONG).orElseThrow()) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(most).hasValue(1);
        assertThat(turnstile.keys()).isZero();
    }

    @Test
    void otherKeysDoNotWaitAndAnImpatientOneLeaves() throws ExecutionException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var _ = turnstile.enter("key", LONG).orElseThrow()) {
            Future<Boolean> same = threads.submit(
                    () -> turnstile.enter("key", Duration.ofMillis(1)).isPresent());
            assertThat(same.get()).isFalse();
            Future<Boolean> other = threads.submit(() -> {
                try (var _ = turnstile.enter("other", Duration.ZERO).orElseThrow()) {
                    return true;
                }
            });
            assertThat(other.get()).isTrue();
            assertThat(turnstile.keys()).isEqualTo(1);
        }
        assertThat(turnstile.keys()).isZero();
    }

    @Test
    void aFullMapMakesRoomForTheNext() {
        FreshMap<Integer, Integer> map = new FreshMap<>(64);
        for (int i = 0; i < 1_000; i++) {
            map.put(i, i);
            assertThat(map.get(i)).contains(i);
            assertThat(map.size()).isLessThanOrEqualTo(64);
        }
    }
}
