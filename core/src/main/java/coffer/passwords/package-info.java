/**
 * What a new password must be like, for accounts and for shares.
 *
 * <p>Keeps nothing. Promises: a refused password has a reason that tells its owner what to change; checking one leaves no copy of it behind; no
 * password and no part of one leaves the machine, for lists of breached passwords are files of the operator. Makes passwords that nobody can guess
 * and a person can type. {@link coffer.passwords.PasswordPolicies} holds the policy of each {@link coffer.passwords.PasswordContext}.
 *
 * <p>May call {@code base}.
 */
@NullMarked
package coffer.passwords;

import org.jspecify.annotations.NullMarked;
