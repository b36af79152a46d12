/** Tests of values. */
@NullMarked
package coffer.base;

import org.jspecify.annotations.NullMarked;
