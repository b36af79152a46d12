/** Tests of the audit log: crashes, manipulations, keys. */
@NullMarked
package coffer.audit;

import org.jspecify.annotations.NullMarked;
