/** The contract of the trash bin, on both databases. */
@NullMarked
package coffer.trash;

import org.jspecify.annotations.NullMarked;
