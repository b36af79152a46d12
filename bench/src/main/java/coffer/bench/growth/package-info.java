/**
 * Large accounts, written straight into the database of a Coffer that is not running. Knows the tables {@code node}, {@code space} and
 * {@code id_block} as the core's migrations describe them; nothing else of the server.
 */
@NullMarked
package coffer.bench.growth;

import org.jspecify.annotations.NullMarked;
