@NullMarked
package coffer.passwords;

import org.jspecify.annotations.NullMarked;
