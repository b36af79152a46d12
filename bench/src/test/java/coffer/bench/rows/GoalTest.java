package coffer.bench.rows;

import static coffer.bench.servers.Kind.APACHE;
import static coffer.bench.servers.Kind.COFFER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a goal says about figures. */
class GoalTest {

    private static Results results(double[] coffer, double[] apache) {
        var results = new Results();
        for (var rate : coffer) {
            results.add(COFFER, new Figures().with(Metric.RATE, rate));
        }
        for (var rate : apache) {
            results.add(APACHE, new Figures().with(Metric.RATE, rate));
        }
        return results;
    }

    @Test
    void ratiosAreTakenWithinARound() {
        // The machine was eight times as fast in the second round. The ratio of the medians would be 3.
        var results = results(new double[] {100, 800, 300}, new double[] {50, 400, 100});

        var verdict = new Goal.AtLeastTimes(COFFER, Metric.RATE, 2, APACHE).verdict(results);

        assertThat(verdict).isEqualTo(new Goal.Verdict(true, true, "C rate ≥ 2 × F: reached with 2"));
    }

    @Test
    void aMissSaysByHowMuch() {
        var results = results(new double[] {50}, new double[] {100});

        assertThat(new Goal.AtLeastTimes(COFFER, Metric.RATE, 2, APACHE)
                        .verdict(results)
                        .text())
                .isEqualTo("C rate ≥ 2 × F: MISSED with 0.5, by a factor of 4");
        assertThat(new Goal.AtMost(COFFER, Metric.RATE, 20).verdict(results).text())
                .isEqualTo("C rate ≤ 20 /s: MISSED with 50, by a factor of 2.5");
    }

    @Test
    void roundsThatDisagreeMakeAVerdictUncertain() {
        var results = results(new double[] {10, 20, 60}, new double[] {});

        assertThat(new Goal.AtMost(COFFER, Metric.RATE, 30).verdict(results).text())
                .isEqualTo("C rate ≤ 30 /s: reached with 20; UNCERTAIN, rounds from 10 to 60");
        assertThat(new Goal.AtLeast(COFFER, Metric.RATE, 5).verdict(results).text())
                .isEqualTo("C rate ≥ 5 /s: reached with 20");
    }

    @Test
    void theEdgeItselfIsReached() {
        var results = results(new double[] {50}, new double[] {100});

        assertThat(new Goal.AtMost(COFFER, Metric.RATE, 50).verdict(results).reached())
                .isTrue();
        assertThat(new Goal.AtLeast(COFFER, Metric.RATE, 50).verdict(results).reached())
                .isTrue();
        assertThat(new Goal.AtMostTimes(COFFER, Metric.RATE, 0.5, APACHE)
                        .verdict(results)
                        .reached())
                .isTrue();
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        var results = results(new double[] {50}, new double[] {});

        assertThat(new Goal.AtLeastTimes(COFFER, Metric.RATE, 1, APACHE)
                        .verdict(results)
                        .judged())
                .isFalse();
        assertThat(new Goal.AtMost(COFFER, Metric.CPU, 1).verdict(results).judged())
                .isFalse();
    }

    @Test
    void aServerThatFailedLosesItsFigures() {
        var results = results(new double[] {50, 60}, new double[] {10});

        results.fail(COFFER, "another byte");

        assertThat(results.rounds()).doesNotContainKey(COFFER);
        assertThat(results.failures()).containsEntry(COFFER, "another byte");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        assertThat(results(new double[] {1, 9, 3, 5}, new double[] {}).spread(COFFER, Metric.RATE))
                .contains(new Results.Spread(4, 1, 9));
    }
}
