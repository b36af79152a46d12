package coffer.bench.process;

/**
 * Memory of a process tree, in bytes.
 *
 * @param pss proportional set size: what processes share is counted once
 * @param rss resident set size: what they share is counted for each of them
 */
public record Memory(long pss, long rss) {

    public static final Memory NONE = new Memory(0, 0);

    /** Reads {@code smaps_rollup}. */
    static Memory parse(String rollup) {
        long pss = 0;
        long rss = 0;
        for (var line : rollup.split("\n", -1)) {
            if (line.startsWith("Pss:")) {
                pss = kibibytes(line);
            } else if (line.startsWith("Rss:")) {
                rss = kibibytes(line);
            }
        }
        return new Memory(pss, rss);
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }

    Memory plus(Memory other) {
        return new Memory(pss + other.pss, rss + other.rss);
    }
}
