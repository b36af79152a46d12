/** Tests of the ways to reach people, with real and scripted servers on this machine. */
@NullMarked
package coffer.adapter.messages;

import org.jspecify.annotations.NullMarked;
