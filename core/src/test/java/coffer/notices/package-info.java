/** Tests of notices, on both databases. */
@NullMarked
package coffer.notices;

import org.jspecify.annotations.NullMarked;
