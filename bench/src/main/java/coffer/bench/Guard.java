package coffer.bench;

import coffer.bench.rows.Metric;
import coffer.bench.rows.Results.Spread;
import coffer.bench.servers.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares two reports by the ratios of Coffer to the servers that were measured beside it, never by times: those belong to a machine and
 * a day. A ratio is worse only if its best round now is worse than its worst round then by more than {@value #LIMIT_PERCENT} percent.
 */
final class Guard {

    static final int LIMIT_PERCENT = 15;

    private static final double LIMIT = 1 + LIMIT_PERCENT / 100.0;
    /** One round has no spread, so that nobody knows what its figures are worth. */
    private static final int ROUNDS_MIN = 2;

    private static final List<Pair> PAIRS = List.of(
            new Pair(Kind.COFFER, Kind.APACHE),
            new Pair(Kind.COFFER, Kind.NGINX),
            new Pair(Kind.COFFER, Kind.URL),
            new Pair(Kind.COFFER_PG, Kind.APACHE),
            new Pair(Kind.COFFER_PG, Kind.NGINX),
            new Pair(Kind.COFFER_PG, Kind.URL),
            new Pair(Kind.COFFER_PG, Kind.COFFER));

    private Guard() {}

    private record Pair(Kind over, Kind under) {
        @Override
        public String toString() {
            return over.letter() + "/" + under.letter();
        }
    }

    /**
     * What came of it.
     *
     * @param compared ratios that both reports have from at least two rounds
     * @param worse a line for each that became worse
     */
    record Findings(int compared, List<String> worse) {
        String text() {
            if (compared == 0) {
                return "\nGuard: nothing to compare; both reports need a server beside Coffer and two rounds.\n";
            }
            var head = "\nGuard: %d of %d ratios became worse by more than %d %% beyond the spread of the rounds.%n"
                    .formatted(worse.size(), compared, LIMIT_PERCENT);
            return head + String.join("", worse);
        }
    }

    /** Both are reports of {@link JsonReport}. */
    static Findings compare(String earlier, String now) {
        var mapper = JsonMapper.shared();
        var before = mapper.readTree(earlier).path("rows");
        var worse = new ArrayList<String>();
        var compared = 0;
        for (var row : mapper.readTree(now).path("rows")) {
            var same = StreamSupport.stream(before.spliterator(), false)
                    .filter(other -> other.path("number").equals(row.path("number")))
                    .findFirst();
            if (same.isPresent()) {
                compared += compareRows(same.get(), row, worse);
            }
        }
        return new Findings(compared, List.copyOf(worse));
    }

    private static int compareRows(JsonNode before, JsonNode now, List<String> worse) {
        var compared = 0;
        for (var pair : PAIRS) {
            for (var metric : metrics(now, pair.over())) {
                var then = ratio(before, pair, metric);
                var present = ratio(now, pair, metric);
                if (then.isEmpty() || present.isEmpty()) {
                    continue;
                }
                compared++;
                if (isWorse(then.get(), present.get(), moreIsBetter(metric))) {
                    worse.add("- row %s, %s, %s: %s, was %s%n"
                            .formatted(
                                    now.path("number").asString(),
                                    metric,
                                    pair,
                                    said(present.get()),
                                    said(then.get())));
                }
            }
        }
        return compared;
    }

    /** Those that say how fast or how dear something is, not how much was done or how large it is. */
    private static List<String> metrics(JsonNode row, Kind server) {
        return row.path("servers").path(server.word()).path(0).propertyNames().stream()
                .filter(metric -> !metric.equals(Metric.LOAD_CPU.toString()))
                .filter(metric -> metric.matches(".* (/s|MB/s|s/GiB|ms|µs|s)"))
                .toList();
    }

    private static boolean moreIsBetter(String metric) {
        return metric.endsWith(" /s") || metric.endsWith(" MB/s");
    }

    private static Optional<Spread> ratio(JsonNode row, Pair pair, String metric) {
        var over = row.path("servers").path(pair.over().word());
        var under = row.path("servers").path(pair.under().word());
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < Math.min(over.size(), under.size()); round++) {
            var above = over.path(round).path(metric);
            var below = under.path(round).path(metric);
            if (above.isNumber() && below.isNumber() && below.asDouble() > 0) {
                ratios.add(above.asDouble() / below.asDouble());
            }
        }
        return ratios.size() < ROUNDS_MIN ? Optional.empty() : Spread.of(ratios);
    }

    private static boolean isWorse(Spread then, Spread now, boolean moreIsBetter) {
        return moreIsBetter ? now.most() * LIMIT < then.least() : now.least() > then.most() * LIMIT;
    }

    private static String said(Spread spread) {
        return String.format(Locale.ROOT, "%.3g (%.3g to %.3g)", spread.median(), spread.least(), spread.most());
    }
}
