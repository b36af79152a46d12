package coffer.bench;

import coffer.bench.rows.Figures;
import coffer.bench.rows.Goal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report for programs: every figure of every round. */
final class JsonReport {

    private JsonReport() {}

    static String of(Map<String, String> machine, String run, List<Measured> rows) {
        var report = new LinkedHashMap<String, Object>();
        report.put("machine", machine);
        report.put("run", run);
        report.put("rows", rows.stream().map(JsonReport::row).toList());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(report);
    }

    private static Map<String, Object> row(Measured row) {
        var servers = new LinkedHashMap<String, Object>();
        row.results()
                .rounds()
                .forEach((server, rounds) -> servers.put(
                        server.word(), rounds.stream().map(JsonReport::figures).toList()));
        var failures = new LinkedHashMap<String, String>();
        row.results().failures().forEach((server, why) -> failures.put(server.word(), why));
        var json = new LinkedHashMap<String, Object>();
        json.put("number", row.number());
        json.put("title", row.title());
        json.put("servers", servers);
        json.put("failures", failures);
        json.put("goals", row.verdicts().stream().map(JsonReport::goal).toList());
        return json;
    }

    private static Map<String, Double> figures(Figures figures) {
        var json = new LinkedHashMap<String, Double>();
        figures.all().forEach((metric, value) -> json.put(metric.toString(), value));
        return json;
    }

    private static Map<String, Object> goal(Goal.Verdict verdict) {
        return Map.of("judged", verdict.judged(), "reached", verdict.reached(), "text", verdict.text());
    }
}
