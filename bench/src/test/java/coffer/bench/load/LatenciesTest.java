package coffer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Percentiles by nearest rank. */
class LatenciesTest {

    private static final long MILLI = 1_000_000;

    @Test
    void aPercentileIsAValueThatThatManyDoNotExceed() {
        var hundred = Latencies.of(
                LongStream.rangeClosed(1, 100).map(n -> (101 - n) * MILLI).toArray());

        assertThat(hundred.percentileMillis(50)).isEqualTo(50);
        assertThat(hundred.percentileMillis(99)).isEqualTo(99);
        assertThat(hundred.percentileMillis(100)).isEqualTo(100);
        assertThat(hundred.percentileMillis(0)).isEqualTo(1);
    }

    @Test
    void ofFewValuesTheHighPercentilesAreTheLargest() {
        assertThat(Latencies.of(3 * MILLI, MILLI).percentileMillis(99)).isEqualTo(3);
        assertThat(Latencies.of(MILLI).percentileMillis(50)).isEqualTo(1);
        assertThat(Latencies.of().percentileMillis(50)).isNaN();
    }

    @Test
    void whatThreadsRecordedIsOneWhole() {
        var one = new Latencies.Recorder();
        var other = new Latencies.Recorder();
        for (int i = 0; i < 100_000; i++) {
            one.add(MILLI);
            other.add(2 * MILLI);
        }

        var merged = Latencies.merged(List.of(one, other));

        assertThat(merged.count()).isEqualTo(200_000);
        assertThat(merged.percentileMillis(50)).isEqualTo(1);
        assertThat(merged.percentileMillis(51)).isEqualTo(2);
    }
}
