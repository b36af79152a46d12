/** Contracts of locks, on both databases. */
@NullMarked
package coffer.locks;

import org.jspecify.annotations.NullMarked;
