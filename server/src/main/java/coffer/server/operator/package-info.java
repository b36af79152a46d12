/**
 * The operator's commands: {@code ./coffer user}, {@code group}, {@code history}, {@code audit} and others.
 *
 * <p>A command runs inside the server while that runs, over the socket {@code coffer.sock} of the data directory, and
 * by itself otherwise; it never knows which. It parses, calls the core and prints. May call the core and picocli, and
 * no protocol package.
 */
@NullMarked
package coffer.server.operator;

import org.jspecify.annotations.NullMarked;
