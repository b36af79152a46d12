/**
 * What the system tells about processes: processor time, memory, bytes written, system calls. Linux only.
 */
@NullMarked
package coffer.bench.process;

import org.jspecify.annotations.NullMarked;
