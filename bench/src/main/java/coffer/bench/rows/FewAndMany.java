package coffer.bench.rows;

import coffer.bench.load.Load;
import coffer.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The 99th percentiles of some kinds of requests where there is little and where there is much, in turn: what the machine does meanwhile
 * meets both. Ratios are taken within a turn before the median.
 */
final class FewAndMany {

    private static final int TURNS = 7;

    private final List<Side> sides;
    private final Scale scale;
    private final int connections;

    /**
     * Where requests go.
     *
     * @param requests by kind; the same kinds on all sides
     */
    record Side(String name, Target target, Map<String, Load.Work> requests) {}

    /** {@code sides} begin with the one that the others are compared with. */
    FewAndMany(List<Side> sides, Scale scale, int connections) {
        this.sides = List.copyOf(sides);
        this.scale = scale;
        this.connections = connections;
    }

    static Metric ratio(String what, String many) {
        return new Metric(what + " p99 " + many + "/few", "");
    }

    /** Measures. All is warmed up before anything is measured: what one request has compiled, others use. */
    Figures measure() throws IOException {
        for (var side : sides) {
            for (var work : side.requests().values()) {
                WarmUp.under(scale.warmUp(), side.target(), connections, work);
            }
        }
        var figures = new Figures();
        for (var what : sides.getFirst().requests().keySet()) {
            measure(what, figures);
        }
        return figures;
    }

    private void measure(String what, Figures figures) throws IOException {
        var p99s = new double[sides.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int side = 0; side < sides.size(); side++) {
                p99s[side][turn] = p99(sides.get(side), what);
            }
        }
        for (int side = 0; side < sides.size(); side++) {
            var name = sides.get(side).name();
            figures.with(new Metric(what + " p99 " + name, "ms"), median(p99s[side]));
            if (side > 0) {
                figures.with(ratio(what, name), median(ratios(p99s[side], p99s[0])));
            }
        }
    }

    private double p99(Side side, String what) throws IOException {
        var work = side.requests().get(what);
        if (work == null) {
            throw new IllegalStateException("no " + what + " on side " + side.name());
        }
        return Load.during(time(), side.target(), connections, work).latencies().percentileMillis(99);
    }

    /** Long enough for more than a thousand requests, so that a dozen or more lie above the percentile. */
    private Duration time() {
        return scale.time().dividedBy(2);
    }

    static double[] ratios(double[] above, double[] below) {
        var ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return ratios;
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
