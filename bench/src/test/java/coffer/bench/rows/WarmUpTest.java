package coffer.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void itEndsWhenTheRateNoLongerRises() throws IOException {
        assertThat(seconds(0, 100, 200, 300, 320, 330, 340)).isEqualTo(5);
    }

    @Test
    void oneSecondLikeTheOneBeforeIsNotEnough() throws IOException {
        assertThat(seconds(0, 100, 101, 200, 201, 202, 203)).isEqualTo(5);
    }

    @Test
    void itLastsAsLongAsWasAskedFor() throws IOException {
        assertThat(seconds(7, 100)).isEqualTo(7);
    }

    @Test
    void itEndsThoughTheRateNeverIsSteady() throws IOException {
        assertThat(seconds(0, rising())).isEqualTo(WarmUp.SECONDS_MAX);
    }

    /** The last rate comes again and again. */
    private static int seconds(int atLeast, double... rates) throws IOException {
        var next = new AtomicInteger();
        return WarmUp.until(
                Duration.ofSeconds(atLeast), () -> rates[Math.min(next.getAndIncrement(), rates.length - 1)]);
    }

    private static double[] rising() {
        var rates = new double[2 * WarmUp.SECONDS_MAX];
        Arrays.setAll(rates, i -> Math.pow(1.2, i));
        return rates;
    }
}
