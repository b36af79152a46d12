/**
 * The history of files: who did what to a file when and from which device, as one list.
 *
 * <p>A reader of the event log ({@link coffer.history.History}) with the cursor {@code history}. Keeps the tables {@code
 * file_history} and {@code file_act}, so that the list outlives the events. Promises that each successful act on a file
 * stands in its list once, whatever is interrupted, that only those learn of it whose view shows the file, and that nothing
 * is left of files that are gone. {@link coffer.history.ActTable} says which events are acts. Calls {@code base}, {@code db},
 * {@code events}, {@code accounts} (names of devices) and {@code files} (what a view shows, which files are gone).
 */
@NullMarked
package coffer.history;

import org.jspecify.annotations.NullMarked;
