/** Tests of the event log and its loops. */
@NullMarked
package coffer.events;

import org.jspecify.annotations.NullMarked;
