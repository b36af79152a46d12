package coffer.bench;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.bench.rows.Figures;
import coffer.bench.rows.Metric;
import coffer.bench.rows.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which change of a ratio is one. */
class GuardTest {

    private static final double[] HUNDREDS = {100, 100, 100};

    private static String report(Metric metric, double[] coffer, double[] apache) {
        var results = new Results();
        for (var value : coffer) {
            results.add(COFFER, new Figures().with(metric, value));
        }
        for (var value : apache) {
            results.add(APACHE, new Figures().with(metric, value));
        }
        return JsonReport.of(Map.of(), "quick", List.of(new Measured("1", "a row", List.of(), results)));
    }

    private static double[] rounds(double... values) {
        return values;
    }

    @Test
    void aTimeJustWithinTheLimitIsNoRegression() {
        var then = report(Metric.P50, rounds(100, 101, 102), HUNDREDS);
        var now = report(Metric.P50, rounds(117, 140, 160), HUNDREDS); // 102 × 1.15 = 117.3

        assertThat(Guard.compare(then, now)).isEqualTo(new Guard.Findings(1, List.of()));
    }

    @Test
    void aTimeJustAboveTheLimitIsOne() {
        var then = report(Metric.P50, rounds(100, 101, 102), HUNDREDS);
        var now = report(Metric.P50, rounds(118, 140, 160), HUNDREDS);

        assertThat(Guard.compare(then, now).worse())
                .containsExactly("- row 1, p50 ms, C/F: 1.40 (1.18 to 1.60), was 1.01 (1.00 to 1.02)\n");
    }

    @Test
    void aRateIsWorseWhenItIsLower() {
        var then = report(Metric.RATE, rounds(115, 116, 120), HUNDREDS);

        assertThat(Guard.compare(then, report(Metric.RATE, rounds(90, 95, 99), HUNDREDS))
                        .worse())
                .hasSize(1);
        assertThat(Guard.compare(then, report(Metric.RATE, rounds(90, 95, 101), HUNDREDS))
                        .worse())
                .isEmpty();
        assertThat(Guard.compare(then, report(Metric.RATE, rounds(900, 950, 990), HUNDREDS))
                        .worse())
                .isEmpty();
    }

    @Test
    void aSlowerMachineIsNoRegression() {
        var then = report(Metric.CPU, rounds(50, 51, 52), HUNDREDS);
        var now = report(Metric.CPU, rounds(500, 510, 520), rounds(1000, 1000, 1000));

        assertThat(Guard.compare(then, now)).isEqualTo(new Guard.Findings(1, List.of()));
    }

    @Test
    void oneRoundProvesNothing() {
        var then = report(Metric.CPU, rounds(50), rounds(100));
        var now = report(Metric.CPU, rounds(500), rounds(100));

        assertThat(Guard.compare(then, now).compared()).isZero();
        assertThat(Guard.compare(then, now).text()).contains("nothing to compare");
    }

    @Test
    void whatThisProgramItselfUsedIsNotCompared() {
        var then = report(Metric.LOAD_CPU, rounds(50, 50), HUNDREDS);
        var now = report(Metric.LOAD_CPU, rounds(500, 500), HUNDREDS);

        assertThat(Guard.compare(then, now).compared()).isZero();
    }
}
