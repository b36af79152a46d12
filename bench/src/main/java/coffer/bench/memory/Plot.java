package coffer.bench.memory;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Samples as a picture in SVG, for light and dark pages. */
final class Plot {

    static final int WIDTH = 760;
    static final int HEIGHT = 360;
    static final int LEFT = 60;
    static final int RIGHT = 20;
    static final int TOP = 40;
    static final int BOTTOM = 50;

    private static final int MARKS_MAX = 8;
    private static final double SECONDS_IN_MINUTE = 60;

    private static final String STYLE = """
            <style>
              text { font: 13px sans-serif; fill: #333 } .axis { stroke: #333 } .grid { stroke: #ddd }
              .rss { stroke: #1f6fb4 } .pss { stroke: #c0631c } .slope { stroke: #333; stroke-dasharray: 6 4 }
              polyline, line { fill: none; stroke-width: 1.5 } .paper { fill: #fff }
              @media (prefers-color-scheme: dark) {
                text { fill: #ddd } .axis { stroke: #ddd } .grid { stroke: #444 }
                .rss { stroke: #6db3f2 } .pss { stroke: #f0a060 } .slope { stroke: #ddd } .paper { fill: #1b1b1b }
              }
            </style>
            """;

    private final List<Sample> samples;
    private final double minutesMax;
    private final double megabytesMax;

    private Plot(List<Sample> samples) {
        this.samples = samples;
        this.minutesMax = Math.max(1.0 / SECONDS_IN_MINUTE, samples.getLast().seconds() / SECONDS_IN_MINUTE);
        this.megabytesMax =
                1.1 * samples.stream().mapToDouble(Sample::rss).max().orElseThrow();
    }

    /** Draws RSS, PSS and the line through RSS; the axes begin at zero. */
    static String of(List<Sample> samples, Slope slope, String title) {
        return new Plot(samples).draw(slope, title);
    }

    private String draw(Slope slope, String title) {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n",
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        svg.append(String.format(Locale.ROOT, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT));
        svg.append(text(LEFT, TOP - 18, "start", title));
        axes(svg);
        svg.append(curve("rss", Sample::rss)).append(curve("pss", Sample::pss));
        var from = samples.get(samples.size() / 3).seconds();
        var to = samples.getLast().seconds();
        svg.append(line("slope", x(from), y(slope.at(from)), x(to), y(slope.at(to))));
        svg.append(label("RSS", Sample::rss, -8)).append(label("PSS", Sample::pss, 18));
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        var step = step(megabytesMax);
        for (double megabytes = 0; megabytes <= megabytesMax; megabytes += step) {
            svg.append(line("grid", LEFT, y(megabytes), WIDTH - RIGHT, y(megabytes)));
            svg.append(text(LEFT - 8, y(megabytes) + 4, "end", String.format(Locale.ROOT, "%.0f", megabytes)));
        }
        step = step(minutesMax);
        for (double minutes = 0; minutes <= minutesMax; minutes += step) {
            var x = x(minutes * SECONDS_IN_MINUTE);
            svg.append(line("axis", x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5));
            svg.append(text(
                    x,
                    HEIGHT - BOTTOM + 20,
                    "middle",
                    step < 1
                            ? String.format(Locale.ROOT, "%.1f", minutes)
                            : String.format(Locale.ROOT, "%.0f", minutes)));
        }
        svg.append(line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM));
        svg.append(line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
        svg.append(text(LEFT - 8, TOP - 4, "end", "MB"));
        svg.append(text(WIDTH - RIGHT, HEIGHT - 10, "end", "minutes of load"));
    }

    /** A round step that gives a handful of marks. */
    static double step(double most) {
        var step = Math.pow(10, Math.floor(Math.log10(most)) - 1);
        double[] factors = {2, 2.5, 2};
        for (int i = 0; most / step > MARKS_MAX; i++) {
            step *= factors[i % factors.length];
        }
        return step;
    }

    private String curve(String kind, ToDoubleFunction<Sample> value) {
        var points = samples.stream()
                .map(sample ->
                        String.format(Locale.ROOT, "%.1f,%.1f", x(sample.seconds()), y(value.applyAsDouble(sample))))
                .collect(Collectors.joining(" "));
        return "<polyline class=\"" + kind + "\" points=\"" + points + "\"/>\n";
    }

    private String label(String name, ToDoubleFunction<Sample> value, int below) {
        var y = y(value.applyAsDouble(samples.getLast()));
        return text(WIDTH - RIGHT, y + below, "end", name);
    }

    private double x(double seconds) {
        return LEFT + seconds / SECONDS_IN_MINUTE / minutesMax * (WIDTH - LEFT - RIGHT);
    }

    private double y(double megabytes) {
        return HEIGHT - BOTTOM - megabytes / megabytesMax * (HEIGHT - TOP - BOTTOM);
    }

    private static String line(String kind, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                kind,
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
