/**
 * Who may sign in, and who may administer whom.
 *
 * <p>Keeps accounts with their profile and quota, groups with members and group administrators, password hashes, app
 * passwords, and the recent failed attempts that slow guessing down. Owns the tables of migration 030; nobody else
 * reads or writes them. {@link coffer.accounts.AccountsFeature} builds everything.
 *
 * <p>Promises:
 * <ul>
 *   <li>A user id names one account for ever: letter case does not distinguish two, and the id of a deleted account
 *       stays taken until everything it owned is gone.
 *   <li>At least one enabled account is a member of the group {@code admin}, once there is one at all.
 *   <li>Passwords are kept as Argon2id hashes, app passwords as keyed hashes; neither can be read back.
 *   <li>A credential that was revoked, disabled or deleted dies at once in this process and within two seconds in
 *       others on the same database.
 *   <li>An unknown, a disabled and a known account with a wrong password cannot be told apart by answer or time.
 *   <li>Every change and every refused attempt is an event.
 * </ul>
 *
 * <p>May call {@code base}, {@code db} and {@code events}. What the features above must do when an account goes they
 * do through {@link coffer.accounts.AccountRemoval}.
 */
@NullMarked
package coffer.accounts;

import org.jspecify.annotations.NullMarked;
