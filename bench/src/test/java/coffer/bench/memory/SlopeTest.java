package coffer.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is growth and what is noise. */
class SlopeTest {

    /** One each ten seconds, for half an hour. */
    private static List<Sample> samples(IntToDoubleFunction rss) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 180; i++) {
            samples.add(new Sample(10 * i, rss.applyAsDouble(i), 0));
        }
        return samples;
    }

    @Test
    void aStraightLineIsFoundAsItIs() {
        var slope = Slope.of(samples(i -> 200 + i / 18.0), Sample::rss); // 20 MB an hour

        assertThat(slope.perHour()).isCloseTo(20, within(1e-6));
        assertThat(slope.level()).isCloseTo(200, within(1e-6));
        assertThat(slope.at(1800)).isCloseTo(210, within(1e-6));
        assertThat(slope.withinNoise()).isFalse();
    }

    @Test
    void noiseAloneIsNoGrowth() {
        var random = new Random(1);
        assertThat(Slope.of(samples(_ -> 300 + 10 * random.nextGaussian()), Sample::rss)
                        .withinNoise())
                .isTrue();
    }

    @Test
    void growthShowsThroughNoise() {
        var random = new Random(1);
        var slope = Slope.of(samples(i -> 300 + i / 3.0 + 10 * random.nextGaussian()), Sample::rss); // 120 MB an hour

        assertThat(slope.withinNoise()).isFalse();
        assertThat(slope.perHour()).isCloseTo(120, within(slope.doubt()));
    }

    @Test
    void samplesThatHangTogetherLeaveMoreDoubt() {
        var values = new ArrayList<Double>();
        for (int i = 0; i < 180; i++) {
            values.add(10 * Math.sin(i / 7.0));
        }
        var together = Slope.of(samples(values::get), Sample::rss);
        Collections.shuffle(values, new Random(1));
        var apart = Slope.of(samples(values::get), Sample::rss);

        assertThat(together.doubt()).isGreaterThan(2 * apart.doubt());
    }

    @Test
    void whatGrewInTheFirstThirdDoesNotCount() {
        var samples = samples(i -> Math.min(i, 59) + (i % 2));
        assertThat(Slope.ofLastTwoThirds(samples, Sample::rss).withinNoise()).isTrue();
        assertThat(Slope.of(samples, Sample::rss).withinNoise()).isFalse();
    }

    @Test
    void aFallIsNoGrowth() {
        assertThat(Slope.of(samples(i -> 300 - i), Sample::rss).withinNoise()).isTrue();
    }

    @Test
    void aFewSamplesSayNothing() {
        assertThatThrownBy(() -> Slope.of(samples(_ -> 1).subList(0, 4), Sample::rss))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
