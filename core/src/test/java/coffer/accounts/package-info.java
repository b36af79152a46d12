/** Tests of accounts, groups and sign-in. */
@NullMarked
package coffer.accounts;

import org.jspecify.annotations.NullMarked;
