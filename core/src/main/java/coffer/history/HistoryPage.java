package coffer.history;

import coffer.events.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the history of one file.
 *
 * @param entries newest first; may be empty
 * @param next where the next piece begins, null when this is the last one
 */
public record HistoryPage(
        List<HistoryEntry> entries, @Nullable Cursor next) {
    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
