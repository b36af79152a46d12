/** Tests of the database and the kit that every store test stands on. */
@NullMarked
package coffer.db;

import org.jspecify.annotations.NullMarked;
