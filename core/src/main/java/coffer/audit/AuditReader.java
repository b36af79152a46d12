package coffer.audit;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows entries of an audit log. Does not verify them; {@link AuditVerifier} does. May run while the server writes. */
public final class AuditReader {
    /** Entries of one answer. */
    public static final int LAST_MAX = 10_000;

    private AuditReader() {}

    /**
     * Which entries to show.
     *
     * @param types dotted names, or their beginning up to a dot ({@code file} for {@code file.created} and its like);
     *     empty for all
     * @param actor user id of who acted, null for anybody
     * @param from first day of the log in UTC, null for its beginning
     * @param to last day, null for its end
     * @param last how many of those that match, the newest; between 1 and {@link #LAST_MAX}
     */
    public record Filter(
            Set<String> types,
            @Nullable String actor,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            int last) {
        public Filter {
            types = Set.copyOf(types);
            if (last < 1 || last > LAST_MAX) {
                throw new IllegalArgumentException("between 1 and " + LAST_MAX + " entries can be shown");
            }
        }

        private boolean covers(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        }

        private boolean admits(AuditEntry entry) {
            return (actor == null || actor.equals(entry.actor()))
                    && (types.isEmpty()
                            || types.stream()
                                    .anyMatch(type -> entry.type().equals(type)
                                            || entry.type().startsWith(type + ".")));
        }
    }

    /**
     * What was found.
     *
     * @param entries in the order of the log
     * @param unreadableLines lines of the same days that hold no entry; a verification names the first
     */
    public record Shown(List<AuditEntry> entries, long unreadableLines) {
        public Shown {
            entries = List.copyOf(entries);
        }
    }

    /** Reads day by day, from the newest, until enough entries match. */
    public static Shown show(AuditPlaces places, Filter filter) throws IOException {
        Deque<List<AuditEntry>> newestFirst = new ArrayDeque<>();
        long unreadable = 0;
        int wanted = filter.last;
        for (LocalDate day : places.days().reversed()) {
            if (wanted > 0 && filter.covers(day)) {
                Deque<AuditEntry> found = new ArrayDeque<>();
                unreadable += collect(places, day, filter, wanted, found);
                wanted -= found.size();
                newestFirst.push(new ArrayList<>(found));
            }
        }
        return new Shown(newestFirst.stream().flatMap(List::stream).toList(), unreadable);
    }

    /** Keeps the last {@code wanted} matching entries of the day. Returns the number of unreadable lines. */
    private static long collect(AuditPlaces places, LocalDate day, Filter filter, int wanted, Deque<AuditEntry> found)
            throws IOException {
        long unreadable = 0;
        try (Lines lines = Lines.of(places.segment(day))) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (!line.terminated()) {
                    // The writer is in the middle of it.
                    break;
                }
                try {
                    AuditEntry entry = AuditEntry.parse(line.bytes());
                    if (filter.admits(entry)) {
                        found.addLast(entry);
                        if (found.size() > wanted) {
                            found.removeFirst();
                        }
                    }
                } catch (MalformedLine _) {
                    unreadable++;
                }
            }
        }
        return unreadable;
    }
}
