package coffer.bench.memory;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The straight line through samples by least squares.
 *
 * @param level megabytes at the beginning, second 0
 * @param perHour megabytes that are added in an hour
 * @param doubt by how much {@code perHour} may differ from the truth: two standard errors. What one sample has too much, the next mostly has
 *     too; the more so, the fewer samples count as independent (Bartlett's correction for autocorrelation of the first order)
 */
public record Slope(double level, double perHour, double doubt) {

    private static final double SECONDS_IN_HOUR = 3600;
    /** Fewer leave nothing to judge noise by. */
    private static final int SAMPLES_MIN = 5;

    private static final double CORRELATION_MAX = 0.95;

    /** Whether the growth cannot be told from noise; a fall is no growth. */
    public boolean withinNoise() {
        return perHour <= doubt;
    }

    /** The value of the line at a moment. */
    double at(double seconds) {
        return level + perHour * seconds / SECONDS_IN_HOUR;
    }

    /** Of the last two thirds: in the first third a server still fills its caches. */
    public static Slope ofLastTwoThirds(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return of(samples.subList(samples.size() / 3, samples.size()), value);
    }

    static Slope of(List<Sample> samples, ToDoubleFunction<Sample> value) {
        var count = samples.size();
        if (count < SAMPLES_MIN) {
            throw new IllegalArgumentException(count + " samples say nothing about growth");
        }
        var time = samples.stream().mapToDouble(Sample::seconds).average().orElse(0);
        var mean = samples.stream().mapToDouble(value).average().orElse(0);
        double spread = 0;
        double product = 0;
        for (var sample : samples) {
            var away = sample.seconds() - time;
            spread += away * away;
            product += away * (value.applyAsDouble(sample) - mean);
        }
        var slope = product / spread;
        var level = mean - slope * time;
        var residuals = samples.stream()
                .mapToDouble(sample -> value.applyAsDouble(sample) - level - slope * sample.seconds())
                .toArray();
        var error = Math.sqrt(squares(residuals) / (count - 2) / spread) * inflation(residuals);
        return new Slope(level, slope * SECONDS_IN_HOUR, 2 * error * SECONDS_IN_HOUR);
    }

    private static double squares(double[] residuals) {
        double sum = 0;
        for (var residual : residuals) {
            sum += residual * residual;
        }
        return sum;
    }

    private static double inflation(double[] residuals) {
        double together = 0;
        for (int i = 1; i < residuals.length; i++) {
            together += residuals[i] * residuals[i - 1];
        }
        var squares = squares(residuals);
        var correlation = squares == 0 ? 0 : Math.clamp(together / squares, 0, CORRELATION_MAX);
        return Math.sqrt((1 + correlation) / (1 - correlation));
    }
}
