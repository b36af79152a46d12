/** What recipients see, on both databases; and shares for tests of others. */
@NullMarked
package coffer.shares;

import org.jspecify.annotations.NullMarked;
