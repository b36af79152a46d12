/** Data directories as released formats left them, kept for ever: each later version opens them. */
@NullMarked
package coffer.systemtests.golden;

import org.jspecify.annotations.NullMarked;
