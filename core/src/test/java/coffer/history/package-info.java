/** Tests of {@code coffer.history}. */
@NullMarked
package coffer.history;

import org.jspecify.annotations.NullMarked;
