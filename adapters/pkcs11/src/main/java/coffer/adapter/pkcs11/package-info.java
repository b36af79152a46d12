/**
 * Root keys that lie in a device, reached through its PKCS #11 module (PKCS #11 v2.40 and v3.0).
 *
 * <p>Keeps nothing but connections. {@link coffer.adapter.pkcs11.Pkcs11Keys} implements the core's ports {@link coffer.keys.KeyServices}
 * and {@link coffer.keys.KeyService} with the provider SunPKCS11 of the JDK. What that provider has no API for, to list tokens and to load
 * a module anew, is asked of the module itself. Calls {@code base} and {@code keys} of the core.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>A key that is readable outside of its token is not used, and none is made.
 *   <li>A PIN that a token has refused is not offered to it again, and the last try at a PIN is left to people.
 *   <li>All calls into a module are made one after the other.
 * </ul>
 */
@NullMarked
package coffer.adapter.pkcs11;

import org.jspecify.annotations.NullMarked;
