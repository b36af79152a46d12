/**
 * The recovery kit: the root key outside of its file, for a safe, and what an administrator needs to prove that it works.
 *
 * <p>One key, four forms, all described in {@code docs/formats/recovery-kit.md}: a text sealed with a passphrase, the same in one line for
 * a QR code, 24 words, and shares of which some together give the key and fewer tell nothing. Keeps nothing: only values, formats and their
 * cryptography.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>A form that was cut short, altered or mistyped is told from a whole one, and the answer names what is wrong with it.
 *   <li>No key comes out of a form without fitting the root id that the form names.
 *   <li>Keys, passphrases, words and shares are in no message and no {@code toString}.
 * </ul>
 *
 * <p>How a root id follows from a root key is the business of {@code coffer.keys}; who reads a form passes that in. Calls {@code
 * coffer.base}, {@code coffer.keys} and the cryptography of the JDK.
 */
@NullMarked
package coffer.kits;

import org.jspecify.annotations.NullMarked;
