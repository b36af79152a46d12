/** The contract of versions, on both databases. */
@NullMarked
package coffer.versions;

import org.jspecify.annotations.NullMarked;
