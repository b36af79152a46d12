package coffer.bench.rows;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What one server showed in one round of a row, in the order of the columns. */
public final class Figures {

    private final Map<Metric, Double> values = new LinkedHashMap<>();

    /** Adds a value; one that is not a number was not to be had, and is left out. Returns this. */
    public Figures with(Metric metric, double value) {
        if (Double.isFinite(value)) {
            values.put(metric, value);
        }
        return this;
    }

    public OptionalDouble value(Metric metric) {
        var value = values.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public Map<Metric, Double> all() {
        return Collections.unmodifiableMap(values);
    }
}
