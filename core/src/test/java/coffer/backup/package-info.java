/** Tests of backups: what comes back, what is copied, and what is refused. */
@NullMarked
package coffer.backup;

import org.jspecify.annotations.NullMarked;
