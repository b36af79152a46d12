package coffer.bench;

import static coffer.bench.servers.Kind.COFFER;

import coffer.bench.process.Memory;
import coffer.bench.rows.Figures;
import coffer.bench.rows.Goal;
import coffer.bench.rows.Metric;
import coffer.bench.rows.Results;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Row 16, which the other rows fill: the memory of each server when nothing was asked of it yet, and after each row. */
final class MemoryLog {

    private static final double MEGABYTE = 1e6;
    private static final Metric IDLE_PSS = new Metric("idle PSS", "MB");
    private static final Metric IDLE_RSS = new Metric("idle RSS", "MB");
    private static final Metric MOST_PSS = new Metric("most PSS after a row", "MB");
    private static final Metric LAST_PSS = new Metric("PSS at the end", "MB");
    private static final Metric PEAK_RSS = new Metric("peak RSS", "MB");

    private final Map<Kind, Reading> readings = new EnumMap<>(Kind.class);

    private record Reading(Memory idle, Memory last, long mostPss, long peakRss) {
        Reading then(Memory now, long peak) {
            return new Reading(idle, now, Math.max(mostPss, now.pss()), Math.max(peakRss, peak));
        }
    }

    /** Notes what a server holds now; the first reading is the idle one. */
    void read(Server server) throws IOException {
        var processes = server.processes();
        if (!processes.isVisible()) {
            return;
        }
        var now = processes.memory();
        var peak = Math.max(now.rss(), processes.peakRssBytes());
        var before = readings.get(server.kind());
        readings.put(server.kind(), before == null ? new Reading(now, now, now.pss(), peak) : before.then(now, peak));
    }

    Measured row() {
        var results = new Results();
        readings.forEach((kind, reading) -> results.add(
                kind,
                new Figures()
                        .with(IDLE_PSS, reading.idle().pss() / MEGABYTE)
                        .with(IDLE_RSS, reading.idle().rss() / MEGABYTE)
                        .with(MOST_PSS, reading.mostPss() / MEGABYTE)
                        .with(LAST_PSS, reading.last().pss() / MEGABYTE)
                        .with(PEAK_RSS, reading.peakRss() / MEGABYTE)));
        List<Goal> goals = List.of(new Goal.AtMost(COFFER, IDLE_PSS, 120), new Goal.AtMost(COFFER, PEAK_RSS, 400));
        return new Measured("16", "memory, before the first row and after each", goals, results);
    }
}
