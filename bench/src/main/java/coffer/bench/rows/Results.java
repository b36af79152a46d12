package coffer.bench.rows;

import coffer.bench.servers.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a row showed: for each server the figures of each round, or why it failed. */
public final class Results {

    private final Map<Kind, List<Figures>> rounds = new EnumMap<>(Kind.class);
    private final Map<Kind, String> failures = new EnumMap<>(Kind.class);

    /** Median, least and most of the rounds. */
    public record Spread(double median, double least, double most) {
        public static Optional<Spread> of(List<Double> values) {
            if (values.isEmpty()) {
                return Optional.empty();
            }
            var sorted = values.stream().sorted().toList();
            var middle = sorted.size() / 2;
            var median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return Optional.of(new Spread(median, sorted.getFirst(), sorted.getLast()));
        }
    }

    public void add(Kind server, Figures figures) {
        rounds.computeIfAbsent(server, _ -> new ArrayList<>()).add(figures);
    }

    /** A server that failed once is not asked again; what it showed before does not count. */
    public void fail(Kind server, String why) {
        failures.put(server, why);
        rounds.remove(server);
    }

    public boolean failed(Kind server) {
        return failures.containsKey(server);
    }

    public Map<Kind, String> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** The figures of all rounds. */
    public Map<Kind, List<Figures>> rounds() {
        return Collections.unmodifiableMap(rounds);
    }

    /** All that was measured, in the order of the columns. */
    public Set<Metric> metrics() {
        var metrics = new LinkedHashSet<Metric>();
        rounds.values()
                .forEach(all ->
                        all.forEach(figures -> metrics.addAll(figures.all().keySet())));
        return metrics;
    }

    public Optional<Spread> spread(Kind server, Metric metric) {
        return Spread.of(values(server, metric)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList());
    }

    /** The ratio of two servers, taken within each round, because the machine changes between rounds. */
    public Optional<Spread> ratio(Metric metric, Kind over, Kind under) {
        var above = values(over, metric).toList();
        var below = values(under, metric).toList();
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
            if (above.get(i).isPresent() && below.get(i).isPresent()) {
                ratios.add(above.get(i).getAsDouble() / below.get(i).getAsDouble());
            }
        }
        return Spread.of(ratios);
    }

    private java.util.stream.Stream<OptionalDouble> values(Kind server, Metric metric) {
        return new LinkedHashMap<>(rounds)
                .getOrDefault(server, List.of()).stream().map(figures -> figures.value(metric));
    }
}
