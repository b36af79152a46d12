/**
 * The client layer: unmodified programs of other people against a real server. Keeps nothing between tests; each program runs with a home
 * directory of its own, and what it left on disk or printed is compared with what it was given.
 */
@NullMarked
package coffer.systemtests.clients;

import org.jspecify.annotations.NullMarked;
