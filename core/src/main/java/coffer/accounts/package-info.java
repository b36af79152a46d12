/**
 * Who may sign in, and who may administer whom.
 *
 * <p>Keeps accounts with their profile and quota, groups with members and group administrators, password hashes, app
 * passwords, links for setting a new password, and the recent failed attempts that slow guessing down. Owns the tables of
 * the migrations named after it; nobody else reads or writes them. {@link coffer.accounts.AccountsFeature} builds everything.
 *
 * <p>Promises:
 * <ul>
 *   <li>A user id names one account for ever: letter case does not distinguish two, and the id of a deleted account
 *       stays taken until everything it owned is gone.
 *   <li>At least one enabled account is a member of the group {@code admin}, once there is one at all.
 *   <li>No new password passes that the operator's policy refuses, whoever sets it.
 *   <li>Passwords are kept as Argon2id hashes, app passwords as keyed hashes; neither can be read back.
 *   <li>A credential that was revoked, disabled or deleted dies at once in this process and within two seconds in
 *       others on the same database.
 *   <li>An unknown, a disabled and a known account with a wrong password cannot be told apart by answer or time.
 *   <li>A link for setting a new password works once, for an hour, and only its hash is kept. Whether an account exists
 *       does not show when one is asked for.
 *   <li>Every change and every refused attempt is an event.
 * </ul>
 *
 * <p>Setting a password by mail, for the pages of the login ({@link coffer.accounts.PasswordResets}, made once by
 * {@link coffer.accounts.AccountsFeature#passwordResets}): a page asks for a user id or address and calls
 * {@code request(login, publicAddress, origin)}, whose answer is always the same; the mail holds the link
 * {@code <publicAddress>/login/reset/<token>}. That page calls {@code find(token)} to greet the owner or to say that the
 * link has expired, and {@code complete(token, password, origin)} with the new password. A page sends
 * {@code Referrer-Policy: no-referrer}, because the token stands in its address. {@code available()} says whether mail is
 * on.
 *
 * <p>May call {@code base}, {@code db}, {@code events}, {@code mail} and {@code passwords}. What the features above must do when an account goes they
 * do through {@link coffer.accounts.AccountRemoval}.
 */
@NullMarked
package coffer.accounts;

import org.jspecify.annotations.NullMarked;
