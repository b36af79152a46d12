package coffer.events;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the event log: that of one event, and of a reader who has read up to and including it. Ordered as events
 * are read.
 *
 * @param epoch raised when a database was restored or moved, so that numbers used before can come again
 * @param transaction id of the transaction that wrote the event; 0 on a database with a single writer
 * @param seq number of the event, taken before its commit; with gaps, never reused within an epoch
 */
public record Cursor(long epoch, long transaction, long seq) implements Comparable<Cursor> {
    /** Before the first event. */
    public static final Cursor START = new Cursor(0, 0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,19})\\.(\\d{1,19})");
    private static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::epoch)
            .thenComparingLong(Cursor::transaction)
            .thenComparingLong(Cursor::seq);

    public Cursor {
        if (epoch < 0 || transaction < 0 || seq < 0) {
            throw new IllegalArgumentException("a place in the event log is never negative");
        }
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Cursor parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a place in the event log");
        }
        return new Cursor(
                Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    @Override
    public int compareTo(Cursor other) {
        return ORDER.compare(this, other);
    }

    /** The three numbers in decimal with dots between: {@code 1.0.42}. */
    @Override
    public String toString() {
        return epoch + "." + transaction + "." + seq;
    }
}
