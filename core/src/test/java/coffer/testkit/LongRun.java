package coffer.testkit;

/**
 * A test whose full count takes too long for every build: {@code ./check} samples it, {@code ./check --long NAME} runs the full count.
 *
 * <p>Such a test carries the tags {@code long} and {@code long-NAME}, takes its count from {@link #count} and ends with {@link #report}:
 * <pre>{@code
 * private static final LongRun KILLS = new LongRun("kills");
 *
 * @Test @Tag("long") @Tag("long-kills")
 * void nothingAcknowledgedIsLostByKills() {
 *   int kills = KILLS.count(20, 1000);
 *   …
 *   KILLS.report(kills + " kills over SQLite, seed " + seed + ": 0 of " + acknowledged + " acknowledged writes lost, 0 torn");
 * }
 * }</pre>
 *
 * @param name lower-case letters, digits and dashes; what stands after {@code ./check --long}
 */
public record LongRun(String name) {

    private static final String CHOSEN_PROPERTY = "coffer.long";
    private static final String ALL = "all";

    public LongRun {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("not a name of a long run: " + name);
        }
    }

    /** Whether this run was asked for with {@code ./check --long}. */
    public boolean chosen() {
        var chosen = System.getProperty(CHOSEN_PROPERTY, "");
        return chosen.equals(name) || chosen.equals(ALL);
    }

    /** Returns {@code full} when this run was asked for, otherwise {@code sample}. */
    public int count(int sample, int full) {
        return chosen() ? full : sample;
    }

    /** Prints the result on the line that {@code ./check --long} collects into {@code docs/long-runs.md}. */
    public void report(String result) {
        System.out.println("LONG-RUN: " + name + ": " + result);
    }
}
