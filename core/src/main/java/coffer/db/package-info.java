/**
 * The database: snapshots for readers, group commit for writers, migrations, and the little in which SQLite and
 * PostgreSQL differ.
 *
 * <p>Keeps two tables of its own: {@code installation} and {@code id_block}. Promises that a change is durable when
 * {@link coffer.db.Database#write} returns, that one which throws leaves nothing behind, and that readers see one
 * consistent snapshot. SQL is written by hand in the dialect both databases share; who needs more asks
 * {@link coffer.db.Dialect}. What all features share that count their sizes anew is {@link coffer.db.Recount}. Calls {@code coffer.base}, JDBC, HikariCP and Flyway.
 */
@NullMarked
package coffer.db;

import org.jspecify.annotations.NullMarked;
