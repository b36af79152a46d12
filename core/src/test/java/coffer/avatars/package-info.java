/** Tests of accounts, groups and sign-in. */
@NullMarked
package coffer.avatars;

import org.jspecify.annotations.NullMarked;
