package coffer.history;

import coffer.accounts.AppPasswords;
import coffer.base.FileId;
import coffer.db.Database;
import coffer.events.BackgroundLoop;
import coffer.events.Cursor;
import coffer.events.EventLog;
import coffer.files.Tree;
import coffer.files.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to each file, as far back as {@link #ACTS_MAX} acts.
 *
 * <p>A history is made from the event log about a second behind it, and stays when the events go. It begins with the oldest
 * event that was still there when this release first ran. Files that came with a copied collection have no act of their own
 * until something is done to them, and a file keeps its list when a collection above it is moved. A file that is removed but
 * can be brought back keeps its list; that of a file which is gone for good is removed within {@link #SWEEP_EVERY} or so.
 * User ids stay in the lists of others' files when an account goes. Thread-safe.
 */
public final class History {
    /** Name of the reader. */
    public static final String READER = "history";

    /** Acts of one answer. */
    public static final int PAGE_MAX = 500;

    /** Acts of one file, some megabytes; when there are more, the oldest go. */
    public static final int ACTS_MAX = 10_000;

    /** The pause of the reading loop, for events of other processes. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    /** How long to let events gather, so that a busy time costs few transactions. */
    public static final Duration GATHER = Duration.ofSeconds(1);

    /** The pause between two walks through all files. */
    public static final Duration SWEEP_EVERY = Duration.ofHours(1);

    /** Rows that one transaction of the sweeper removes; a few milliseconds. */
    private static final int SWEEP_ROWS = 500;

    private final Database database;
    private final EventLog events;
    private final HistoryReader reader;
    private final HistorySweeper sweeper;

    public History(Database database, EventLog events, AppPasswords appPasswords) {
        this(database, events, appPasswords, ACTS_MAX, SWEEP_ROWS);
    }

    History(Database database, EventLog events, AppPasswords appPasswords, int actsMax, int sweepRows) {
        this.database = database;
        this.events = events;
        this.reader = new HistoryReader(database, events, appPasswords, actsMax);
        this.sweeper = new HistorySweeper(database, sweepRows);
    }

    /**
     * The acts on a file or collection, newest first. What has happened within the last second or so may be missing. Whoever
     * sees only a part of the space learns neither paths nor devices, and nobody those from when the file was somebody else's.
     *
     * @param before the {@link HistoryPage#next} of the page before, null for the first page
     * @param max at most {@link #PAGE_MAX}
     * @return empty when the view does not show such a file, or may not read it
     */
    public Optional<HistoryPage> of(View view, FileId file, @Nullable Cursor before, int max) {
        if (max < 1 || max > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " acts, not " + max);
        }
        return database.read(session -> {
            List<FileId> lineage = Tree.shown(session, view, file);
            if (lineage.isEmpty()) {
                return Optional.empty();
            }
            boolean wholeSpace = lineage.getFirst().equals(view.root());
            // One more tells whether there is a next page.
            List<HistoryRows.Found> found = HistoryRows.page(session, file, before, max + 1);
            List<HistoryRows.Found> shown = found.subList(0, Math.min(max, found.size()));
            return Optional.of(new HistoryPage(
                    shown.stream()
                            .flatMap(row -> row.entry().stream()
                                    .map(entry -> wholeSpace && row.ownerUid().equals(view.ownerUid())
                                            ? entry
                                            : entry.withoutSurroundings()))
                            .toList(),
                    found.size() > max ? shown.getLast().at() : null));
        });
    }

    /** The task of a {@link BackgroundLoop}: reads on in the event log. */
    public BackgroundLoop.Next read() {
        return reader.read() == HistoryReader.EVENTS_MAX ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }

    /** Reads what the log holds now, for somebody who asks where no loop runs. */
    public void catchUp() {
        Cursor newest = events.newest();
        int read = 1;
        while (read > 0 && events.cursor(READER).compareTo(newest) < 0) {
            read = reader.read();
        }
    }

    /** The task of a {@link BackgroundLoop}, for one thread: removes the lists of files that are gone for good. */
    public BackgroundLoop.Next sweep() {
        return sweeper.run();
    }
}
