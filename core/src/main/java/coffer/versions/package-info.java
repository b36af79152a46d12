/**
 * What files contained before: each replaced content stays for a while, closely spaced at first and wider later.
 *
 * <p>Keeps the table {@code version}. Promises: a content that is replaced is a version in the same transaction, without a copy of it; one
 * that a person has named does not go by itself; bringing one back is a new write, so that nothing is lost by it; versions do not
 * count against the quota, and the oldest go first when room becomes scarce. An empty content is no version.
 *
 * <p>Implements {@link coffer.files.Retention} ({@link coffer.versions.VersionKeeper}). Calls {@code coffer.files} for the tree,
 * {@code coffer.blobs} for references to objects, {@code coffer.events}, {@code coffer.db} and {@code coffer.base}.
 */
@NullMarked
package coffer.versions;

import org.jspecify.annotations.NullMarked;
