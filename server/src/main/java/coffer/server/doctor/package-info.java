/**
 * {@code coffer doctor}: looks at the public address from outside, as a scanner would, and says in plain words what it sees.
 *
 * <p>Keeps nothing and signs in nowhere. Its requests change nothing but one login flow that is never opened and ends by
 * itself. May use {@code server.http} for the form of addresses, and nothing of the core: what it reports is what comes over the
 * wire, through whatever proxy stands in between.
 */
@NullMarked
package coffer.server.doctor;

import org.jspecify.annotations.NullMarked;
