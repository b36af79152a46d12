package coffer.bench.memory;

import java.util.Locale;

/** What a server's processes held at a moment, in seconds from the beginning of the load, and in megabytes. */
public record Sample(double seconds, double rss, double pss) {

    static final String HEAD = "seconds,rss_mb,pss_mb\n";

    String line() {
        return String.format(Locale.ROOT, "%.1f,%.2f,%.2f%n", seconds, rss, pss);
    }
}
