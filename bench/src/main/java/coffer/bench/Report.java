package coffer.bench;

import coffer.bench.rows.Goal;
import coffer.bench.rows.Metric;
import coffer.bench.rows.Results;
import coffer.bench.servers.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report as Markdown that can also be read in a terminal: for each row a table of servers and what became of its goals. */
final class Report {

    private Report() {}

    static String head(Map<String, String> machine, String run) {
        var lines = machine.entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("\n"));
        return """
                # Bench

                %s
                - run: %s

                C = Coffer on SQLite, P = Coffer on PostgreSQL, F = Apache mod_dav_fs, X = nginx DAV, U = the server at --url.
                Medians of the rounds, with least and most in parentheses where there was more than one round. CPU is processor time of the
                server's processes, divided by requests. Ratios are taken within each round.
                """.formatted(lines, run);
    }

    static String row(Measured row) {
        var text = new StringBuilder("\n## " + row.number() + ". " + row.title() + "\n\n");
        var results = row.results();
        if (!results.rounds().isEmpty()) {
            text.append(table(results)).append('\n');
        }
        for (var verdict : row.verdicts()) {
            text.append("- ").append(verdict.text()).append('\n');
        }
        results.failures().forEach((server, why) -> text.append("- ")
                .append(server)
                .append(" FAILED: ")
                .append(why)
                .append('\n'));
        return text.toString();
    }

    /** How many goals were reached. */
    static String summary(List<Measured> rows) {
        var verdicts = rows.stream()
                .flatMap(row -> row.verdicts().stream())
                .filter(Goal.Verdict::judged)
                .toList();
        var reached = verdicts.stream().filter(Goal.Verdict::reached).count();
        var failed =
                rows.stream().mapToInt(row -> row.results().failures().size()).sum();
        return "\n%d of %d goals reached; %d failures.%n".formatted(reached, verdicts.size(), failed);
    }

    private static String table(Results results) {
        var metrics = List.copyOf(results.metrics());
        var lines = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("server"));
        metrics.forEach(metric -> head.add(metric.toString()));
        lines.add(head);
        for (var server : results.rounds().keySet()) {
            var line = new ArrayList<>(List.of(server.word()));
            metrics.forEach(metric -> line.add(cell(results, server, metric)));
            lines.add(line);
        }
        return aligned(lines);
    }

    private static String cell(Results results, Kind server, Metric metric) {
        return results.spread(server, metric)
                .map(spread -> spread.least() == spread.most()
                        ? number(spread.median())
                        : "%s (%s–%s)"
                                .formatted(number(spread.median()), number(spread.least()), number(spread.most())))
                .orElse("");
    }

    private static String number(double value) {
        var size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }

    private static String aligned(List<List<String>> lines) {
        var widths = IntStream.range(0, lines.getFirst().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var text = new StringBuilder(padded(lines.getFirst(), widths));
        text.append(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(" | ", "| ", " |\n")));
        lines.stream().skip(1).forEach(line -> text.append(padded(line, widths)));
        return text.toString();
    }

    private static String padded(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> line.get(column)
                        + " ".repeat(widths[column] - line.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
