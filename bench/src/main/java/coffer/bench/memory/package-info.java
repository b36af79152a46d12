/** Whether a server's memory grows under mixed load: samples, their slope with its doubt, and a plot. */
@NullMarked
package coffer.bench.memory;

import org.jspecify.annotations.NullMarked;
