package coffer.bench.rows;

import coffer.bench.servers.Kind;
import java.util.Locale;
import java.util.Optional;

/** How far a row must come. */
public sealed interface Goal {

    /** What became of a goal. {@code reached} means nothing where it could not be judged. */
    record Verdict(boolean judged, boolean reached, String text) {}

    /** The server that the goal is about. */
    Kind server();

    /** Compares with what was measured. */
    Verdict verdict(Results results);

    /** Not above a value. */
    record AtMost(Kind server, Metric metric, double value) implements Goal {
        @Override
        public Verdict verdict(Results results) {
            var measured = results.spread(server, metric);
            return judge(
                    "%s %s ≤ %s %s".formatted(server.letter(), metric.name(), number(value), metric.unit()),
                    measured,
                    value,
                    false);
        }
    }

    /** Not below a value. */
    record AtLeast(Kind server, Metric metric, double value) implements Goal {
        @Override
        public Verdict verdict(Results results) {
            var measured = results.spread(server, metric);
            return judge(
                    "%s %s ≥ %s %s".formatted(server.letter(), metric.name(), number(value), metric.unit()),
                    measured,
                    value,
                    true);
        }
    }

    /** Not below a multiple of what another server shows. */
    record AtLeastTimes(Kind server, Metric metric, double factor, Kind other) implements Goal {
        @Override
        public Verdict verdict(Results results) {
            var name = "%s %s ≥ %s × %s".formatted(server.letter(), metric.name(), number(factor), other.letter());
            return judge(name, results.ratio(metric, server, other), factor, true);
        }
    }

    /** Not above a multiple of what another server shows. */
    record AtMostTimes(Kind server, Metric metric, double factor, Kind other) implements Goal {
        @Override
        public Verdict verdict(Results results) {
            var name = "%s %s ≤ %s × %s".formatted(server.letter(), metric.name(), number(factor), other.letter());
            return judge(name, results.ratio(metric, server, other), factor, false);
        }
    }

    private static Verdict judge(String name, Optional<Results.Spread> measured, double bound, boolean more) {
        var goal = name.strip();
        if (measured.isEmpty()) {
            return new Verdict(false, false, goal + ": not measured");
        }
        var spread = measured.get();
        var value = spread.median();
        var reached = meets(value, bound, more);
        var text = reached
                ? "%s: reached with %s".formatted(goal, number(value))
                : "%s: MISSED with %s, by a factor of %s"
                        .formatted(goal, number(value), number(more ? bound / value : value / bound));
        return new Verdict(true, reached, text + doubt(spread, bound, more));
    }

    private static boolean meets(double value, double bound, boolean more) {
        return more ? value >= bound : value <= bound;
    }

    /** What the median hides: rounds that do not agree on the verdict. */
    private static String doubt(Results.Spread spread, double bound, boolean more) {
        return meets(spread.least(), bound, more) == meets(spread.most(), bound, more)
                ? ""
                : "; UNCERTAIN, rounds from %s to %s".formatted(number(spread.least()), number(spread.most()));
    }

    /** Three digits that matter, without an exponent. */
    static String number(double value) {
        var size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 10) {
            return trimmed(String.format(Locale.ROOT, "%.1f", value));
        }
        return trimmed(String.format(Locale.ROOT, size >= 1 ? "%.2f" : "%.3f", value));
    }

    private static String trimmed(String decimal) {
        return decimal.contains(".") ? decimal.replaceAll("0+$", "").replaceAll("\\.$", "") : decimal;
    }
}
