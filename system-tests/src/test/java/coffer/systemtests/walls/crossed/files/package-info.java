/** Breaks rules on purpose; see the tests of the walls. */
@NullMarked
package coffer.systemtests.walls.crossed.files;

import org.jspecify.annotations.NullMarked;
