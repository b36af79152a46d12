package coffer.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads the entries of some days one after the other, holding two at a time. */
final class EntryWalk implements AutoCloseable {
    private final AuditPlaces places;
    private final Queue<LocalDate> days;
    private @Nullable Lines lines;
    private LocalDate day = LocalDate.EPOCH;
    private @Nullable Placed ahead;

    /** Where a line stands. */
    record Place(String file, long line) {
        static final Place NOWHERE = new Place("", 0);
    }

    /**
     * A line of a segment.
     *
     * @param entry null when it holds none
     * @param problem why it holds none
     */
    record Placed(@Nullable AuditEntry entry, String problem, LocalDate day, Place place, boolean terminated) {}

    EntryWalk(AuditPlaces places, Collection<LocalDate> days) {
        this.places = places;
        this.days = new ArrayDeque<>(days);
    }

    /** The next line, or null at the end. */
    @Nullable
    Placed next() throws IOException {
        Placed next = peek();
        ahead = null;
        return next;
    }

    /** The line that {@link #next} will return. */
    @Nullable
    Placed peek() throws IOException {
        if (ahead == null) {
            ahead = read();
        }
        return ahead;
    }

    private @Nullable Placed read() throws IOException {
        while (true) {
            if (lines == null) {
                LocalDate next = days.poll();
                if (next == null) {
                    return null;
                }
                day = next;
                lines = Lines.of(places.segment(next));
            }
            Lines.Line line = lines.next();
            if (line != null) {
                return placed(line);
            }
            lines.close();
            lines = null;
        }
    }

    private Placed placed(Lines.Line line) {
        Place place = new Place(String.valueOf(places.segment(day).getFileName()), line.number());
        if (!line.terminated()) {
            return new Placed(null, "its line has no end", day, place, false);
        }
        try {
            return new Placed(AuditEntry.parse(line.bytes()), "", day, place, true);
        } catch (MalformedLine e) {
            return new Placed(null, String.valueOf(e.getMessage()), day, place, true);
        }
    }

    /** The last entry of a file, or null when its end holds none. Reads no more than the end. */
    static @Nullable AuditEntry last(Path file) throws IOException {
        long bytes = java.nio.file.Files.size(file);
        AuditEntry last = null;
        try (Lines lines = Lines.from(file, Math.max(0, bytes - 2L * Lines.LINE_BYTES_MAX), bytes)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                try {
                    last = AuditEntry.parse(line.bytes());
                } catch (MalformedLine _) {
                    // The first line of an end begins anywhere; a wrong one is found when its own day is looked at.
                }
            }
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
