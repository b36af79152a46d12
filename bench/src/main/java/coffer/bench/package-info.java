/**
 * The load program's command line, its run from row to row, and its reports.
 *
 * <p>It measures from outside: servers are processes, spoken to over sockets and read through {@code /proc}. Arrows: this package uses all
 * others of the module; {@code rows} uses {@code servers}, {@code load} and {@code process}; {@code servers} uses {@code load} and {@code
 * process}; {@code load} and {@code process} use nothing of ours.
 */
@NullMarked
package coffer.bench;

import org.jspecify.annotations.NullMarked;
