/**
 * Root keys that lie in a key management service, reached over HTTP as the transit engines of OpenBao and HashiCorp Vault speak it.
 *
 * <p>Keeps nothing. {@link coffer.adapter.kms.TransitKeys} opens what implements the core's port {@link coffer.keys.KeyService}, with the
 * HTTP client of the JDK. Calls {@code base} and {@code keys} of the core.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>The token goes to the host of the address only, over TLS unless that host is this machine or the address allows otherwise.
 *   <li>A service that does not bind the context, or whose keys are of another kind, is not used.
 *   <li>Each call ends, whatever the service does; answers are bounded.
 * </ul>
 */
@NullMarked
package coffer.adapter.kms;

import org.jspecify.annotations.NullMarked;
