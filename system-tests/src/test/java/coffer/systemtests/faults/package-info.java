/**
 * The fault layer: a real server that is killed, loses power, runs out of disk, is cut off by its clients or finds its keys gone, and is
 * then compared with what it had acknowledged. Keeps nothing between tests; calls the server only over its socket and its commands.
 */
@NullMarked
package coffer.systemtests.faults;

import org.jspecify.annotations.NullMarked;
