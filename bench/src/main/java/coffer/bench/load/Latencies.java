package coffer.bench.load;

import java.util.Arrays;
import java.util.List;

/** How long each of many requests took, in nanoseconds, in ascending order. */
public final class Latencies {

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of any order; the array is copied. */
    public static Latencies of(long... nanos) {
        var copy = nanos.clone();
        Arrays.sort(copy);
        return new Latencies(copy);
    }

    static Latencies merged(List<Recorder> recorders) {
        var all =
                new long[recorders.stream().mapToInt(recorder -> recorder.count).sum()];
        int at = 0;
        for (var recorder : recorders) {
            System.arraycopy(recorder.nanos, 0, all, at, recorder.count);
            at += recorder.count;
        }
        Arrays.sort(all);
        return new Latencies(all);
    }

    public int count() {
        return sorted.length;
    }

    /** The smallest value that {@code percent} of all values do not exceed (nearest rank), in milliseconds; NaN of nothing. */
    public double percentileMillis(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        var rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1] / 1e6;
    }

    /** What one thread measures. Room is made ahead, so that recording seldom allocates. */
    static final class Recorder {
        private static final int FIRST = 1 << 16;

        private long[] nanos = new long[FIRST];
        private int count;

        void add(long value) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = value;
        }
    }
}
