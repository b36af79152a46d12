/**
 * The servers that are compared: Coffer, Apache and nginx, each started on loopback by this program and ended with it, or one that runs
 * already.
 */
@NullMarked
package coffer.bench.servers;

import org.jspecify.annotations.NullMarked;
