/**
 * What is measured, one class for a row or a family of rows, and how far it must come.
 */
@NullMarked
package coffer.bench.rows;

import org.jspecify.annotations.NullMarked;
