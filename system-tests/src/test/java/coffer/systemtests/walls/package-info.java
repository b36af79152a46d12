/**
 * The walls between modules and the table of allowed arrows between packages, as tests, and tests that cross each wall to prove that it
 * stands.
 *
 * <p>{@code crossed} below holds a small house that breaks every rule; it is compiled, never run.
 */
@NullMarked
package coffer.systemtests.walls;

import org.jspecify.annotations.NullMarked;
