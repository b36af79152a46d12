/**
 * The words everything else is written in: ids, names, paths, entity tags, checksums, secrets, and who acts from where.
 *
 * <p>Values only. Each is checked once, in its constructor, and trusted afterwards. Calls nothing of ours.
 */
@NullMarked
package coffer.base;

import org.jspecify.annotations.NullMarked;
