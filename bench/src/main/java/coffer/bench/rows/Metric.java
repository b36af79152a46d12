package coffer.bench.rows;

/**
 * Something that a row measures.
 *
 * @param name short, as the head of a column
 * @param unit empty for a plain ratio
 */
public record Metric(String name, String unit) {

    public static final Metric RATE = new Metric("rate", "/s");
    public static final Metric P50 = new Metric("p50", "ms");
    public static final Metric P99 = new Metric("p99", "ms");
    /** Processor time of the server's processes for one request. */
    public static final Metric CPU = new Metric("CPU", "µs");
    /** Processor time of this program for one request: what the server did not get, for they share the machine. */
    public static final Metric LOAD_CPU = new Metric("load's CPU", "µs");
    /** Calls of fsync and its like for one request. */
    public static final Metric FSYNCS = new Metric("fsyncs", "");

    public static final Metric SECONDS_PER_GIB = new Metric("time", "s/GiB");
    public static final Metric CPU_PER_GIB = new Metric("CPU", "s/GiB");
    /** Bytes written to storage for each byte of content. */
    public static final Metric WRITTEN = new Metric("written", "×");

    @Override
    public String toString() {
        return unit.isEmpty() ? name : name + " " + unit;
    }
}
