/**
 * The way in for people: pages that work without scripts, and the calls with which programs use them.
 *
 * <p>Sign-in and sign-out, login flow v2 and v1, devices and security, remote wipe, the first page. Pages are templates
 * in {@code src/main/jte}, compiled with the program. Keeps nothing; sessions and flows are rows of {@code
 * coffer.logins}, so any process can answer the next request.
 *
 * <p>Every form carries a token made from the browser's own cookie ({@link coffer.server.login.Browser}), and is
 * refused when it comes from another site.
 *
 * <p>May call {@code server.http}, {@code logins}, {@code accounts}, {@code events} and {@code base}.
 */
@NullMarked
package coffer.server.login;

import org.jspecify.annotations.NullMarked;
