/**
 * Backup and restore of a whole installation: rows, objects, keys and the audit log, into a directory or an object store, while the server
 * runs.
 *
 * <p>Keeps no table; in a {@link coffer.backup.BackupPlace} the objects, the key ring and the snapshots. The format is described in {@code
 * docs/formats/backup.md}.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>A snapshot is one moment of the database, with every object that its rows name. It counts once its last file is in place.
 *   <li>Nothing that a snapshot needs is overwritten by a later one. What has not changed is neither read from the source nor written again,
 *       but for the rows, which are read through.
 *   <li>Rows are sealed like content; the root key is left out unless somebody asks for it.
 *   <li>A restore ends with an installation that is whole, or names what is missing, or changes nothing.
 * </ul>
 *
 * <p>Calls {@code coffer.base}, {@code coffer.db}, {@code coffer.disk}, {@code coffer.keys} and {@code coffer.blobs}.
 */
@NullMarked
package coffer.backup;

import org.jspecify.annotations.NullMarked;
