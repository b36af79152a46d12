/**
 * A cheap HTTP/1.1 client for load: blocking sockets on platform threads, requests as prepared bytes, answers compared as they come.
 *
 * <p>Load and server share the machine, so what this package spends is missing from what it measures. Nothing here knows what is measured.
 */
@NullMarked
package coffer.bench.load;

import org.jspecify.annotations.NullMarked;
