/**
 * The trash bin: what was removed from the tree, until it comes back, is deleted for good, grows too old or has to make room.
 *
 * <p>Keeps the table {@code trash_item}. Promises: what is removed is in the trash bin in the same transaction, a folder of any size as
 * one row; it comes back with its id, entity tags, times, properties and versions; nothing of it is in the way of new content,
 * because it does not count against the quota and the oldest goes first when room becomes scarce.
 *
 * <p>Implements {@link coffer.files.Retention} ({@link coffer.trash.TrashKeeper}). Calls {@code coffer.files} for the tree,
 * {@code coffer.events}, {@code coffer.accounts}, {@code coffer.db} and {@code coffer.base}.
 */
@NullMarked
package coffer.trash;

import org.jspecify.annotations.NullMarked;
