/**
 * The keys that open stored content: the root key, and the ring of space keys that it wraps.
 *
 * <p>Keeps the table {@code space_key} and the directory {@code keys/}. The formats are described in {@code
 * docs/formats/key-ring.md}.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>A space key is durable, in the ring file and in the database, before anybody gets it.
 *   <li>A root key is made once, for an installation that holds nothing yet; afterwards only {@link KeyRing#rotate} makes another, which
 *       opens all that the one before it has opened.
 *   <li>Keys that do not open what is stored stop the start before anything is written.
 *   <li>States of keys only advance.
 * </ul>
 *
 * <p>What needs keys is asked through {@link NeededKeys}, because content stands above this package. Calls {@code coffer.base}, {@code
 * coffer.db}, {@code coffer.disk} and the cryptography of the JDK.
 */
@NullMarked
package coffer.keys;

import org.jspecify.annotations.NullMarked;
