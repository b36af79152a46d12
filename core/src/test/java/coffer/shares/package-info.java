@NullMarked
package coffer.shares;

import org.jspecify.annotations.NullMarked;
