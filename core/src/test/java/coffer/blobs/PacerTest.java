package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.testkit.TurnedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The rate of reading, and the policies that set it. */
final class PacerTest {
    private final TurnedClock clock = new TurnedClock(Instant.EPOCH);
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Pacer pacer(long bytesPerSecond) {
        return new Pacer(
                bytesPerSecond,
                clock,
                time -> {
                    pauses.add(time);
                    clock.turn(time);
                },
                stopped::get);
    }

    @Test
    void readingTakesAsLongAsTheRateSays() {
        Pacer pacer = pacer(1_000);
        for (int i = 0; i < 100; i++) {
            pacer.take(50);
        }
        assertThat(Duration.between(Instant.EPOCH, clock.instant())).isEqualTo(Duration.ofSeconds(5));
        assertThat(pauses).hasSize(50).containsOnly(Duration.ofMillis(100));
        assertThat(pacer.bytes()).isEqualTo(5_000);
    }

    @Test
    void whatTheDiskTakesAnywayCounts() {
        Pacer pacer = pacer(1_000);
        for (int i = 0; i < 10; i++) {
            clock.turn(Duration.ofMillis(30));
            pacer.take(100);
        }
        assertThat(pauses).hasSize(10).containsOnly(Duration.ofMillis(70));
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        Pacer pacer = pacer(1_000);
        clock.turn(Duration.ofHours(1));
        pacer.take(1_000);
        assertThat(pauses).isEmpty();
        pacer.take(1_000);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void withoutALimitThereIsNoPause() {
        Pacer pacer = pacer(Long.MAX_VALUE);
        for (int i = 0; i < 1_000; i++) {
            pacer.take(Integer.MAX_VALUE);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aCallToStopEndsTheNextRead() {
        Pacer pacer = pacer(1_000);
        pacer.take(10);
        stopped.set(true);
        assertThatThrownBy(() -> pacer.take(10)).isInstanceOf(Pacer.Stopped.class);
    }

    @Test
    void aWalkReadsAsFastAsItMustToEndInTime() {
        long terabyte = 1L << 40;
        ScrubPolicy nightly = ScrubPolicy.nightly();
        assertThat(nightly.bytesPerSecond(0)).isEqualTo(8L << 20);
        assertThat(nightly.bytesPerSecond(terabyte) * nightly.within().toSeconds())
                .isGreaterThanOrEqualTo(terabyte);
        assertThat((nightly.bytesPerSecond(terabyte) - 1) * nightly.within().toSeconds())
                .isLessThan(terabyte);
        ScrubPolicy all = new ScrubPolicy(true, 1, nightly.every(), nightly.within(), 1);
        assertThat(all.bytesPerSecond(terabyte)).isGreaterThanOrEqualTo(2 * nightly.bytesPerSecond(terabyte) - 2);
        ScrubPolicy some = new ScrubPolicy(true, 16, nightly.every(), nightly.within(), 1);
        assertThat(some.bytesPerSecond(terabyte))
                .isBetween(all.bytesPerSecond(terabyte) / 16, all.bytesPerSecond(terabyte) / 16 + 1);
        assertThat(ScrubPolicy.now(true, 1).bytesPerSecond(terabyte)).isEqualTo(Long.MAX_VALUE);
        assertThat(ScrubPolicy.weekly().keyed()).isTrue();
    }

    @Test
    void policiesThatCannotBeAreRefused() {
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new ScrubPolicy(false, 0, day, day, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScrubPolicy(false, 1, Duration.ZERO, day, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScrubPolicy(false, 1, day, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScrubPolicy(false, 1, day, day, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ScrubPolicy(false, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 1).oneIn())
                .isEqualTo(1);
    }
}
