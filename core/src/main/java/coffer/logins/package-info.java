/**
 * How people come in with a browser, and let programs in.
 *
 * <p>Keeps sessions and the flows in which a program waits until its user has signed in ({@code login_session} and
 * {@code login_flow} of migration 031). Every step is a row with an expiry, so any process can take the next one and a
 * restart loses nothing. {@link coffer.logins.LoginsFeature} builds everything.
 *
 * <p>Promises:
 * <ul>
 *   <li>Of the secrets in cookies, addresses and polls only SHA-256 hashes are kept; each has 256 bits or more of chance.
 *   <li>A session ends by itself when it was idle for too long or is too old, and at once when it is ended, or its
 *       account is disabled or deleted: nothing about it is remembered between requests.
 *   <li>A flow lets one program into one account once. It belongs to the first browser that opens it; any other gets
 *       nothing.
 *   <li>A program's app password is made when the program fetches it, and is nowhere before.
 *   <li>Every change and every refused attempt is an event.
 * </ul>
 *
 * <p>May call {@code base}, {@code db}, {@code events} and {@code accounts}.
 */
@NullMarked
package coffer.logins;

import org.jspecify.annotations.NullMarked;
