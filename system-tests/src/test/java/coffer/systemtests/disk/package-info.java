/**
 * A disk for one server process that loses power, fills up and breaks on command: the Java side of the preloaded library in
 * {@code src/test/c/testdisk}. Keeps, per {@link coffer.systemtests.disk.TestDisk}, the directory the process works in, its state
 * before the process started, and the log of what the process did; promises to show the directory after a loss of power only as a disk
 * could, and to fail rather than guess where the log cannot tell. Calls nothing of Coffer.
 */
@NullMarked
package coffer.systemtests.disk;

import org.jspecify.annotations.NullMarked;
