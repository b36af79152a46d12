/** Tests of the whole: started servers, real programs, faults, and the walls between modules and packages. */
@NullMarked
package coffer.systemtests;

import org.jspecify.annotations.NullMarked;
