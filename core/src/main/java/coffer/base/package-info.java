/** Values that every feature shares: ids, actors, entity tags, checksums, secrets and limits. May call nothing of ours. */
@NullMarked
package coffer.base;

import org.jspecify.annotations.NullMarked;
