/**
 * Shares: what people hand on to accounts, groups and whoever has a link, with rights, note, expiry and password; what each account has received and
 * where it sees it.
 *
 * <p>Keeps the tables {@code share_number}, {@code share}, {@code share_answer} and {@code share_place}. Promises: a share allows at most what its
 * sharer may do at this moment, through however many hands it went; what is handed to a group is a constant number of rows; a
 * recipient who leaves loses nothing that cannot come back, with the name and place it had; a share ends with the thing it is of, is away while
 * that is in the trash bin, and comes back with it.
 *
 * <p>Implements {@link coffer.files.MountSource}, {@link coffer.files.Grants} and {@link coffer.files.Retention}. Calls {@code coffer.files},
 * {@code coffer.accounts}, {@code coffer.events}, {@code coffer.db} and {@code coffer.base}.
 */
@NullMarked
package coffer.shares;

import org.jspecify.annotations.NullMarked;
