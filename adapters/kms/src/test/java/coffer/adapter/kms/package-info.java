/** Tests of root keys in services, with a strict stand-in for one. */
@NullMarked
package coffer.adapter.kms;

import org.jspecify.annotations.NullMarked;
