/** Contracts of the tree, each on both databases, and its model. */
@NullMarked
package coffer.files;

import org.jspecify.annotations.NullMarked;
