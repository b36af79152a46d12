/**
 * Content: immutable objects, sealed at rest from the first byte on unless an operator wants them plain, the stores that hold them, and their
 * conversion.
 *
 * <p>Keeps the tables {@code object}, {@code inline_object}, {@code object_part}, {@code conversion}, {@code replaced_object} and {@code
 * key_erasure}, {@code object_scrub} and {@code object_damage} of the self-check, and {@code object_gap}; the directories {@code objects/}, {@code staging/} and
 * {@code quarantine/}. The format is described in {@code
 * docs/formats/sealed-objects.md}.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>An object is written once and never changed. Its bytes are on disk before a row names it, and go only after no
 *       row does.
 *   <li>Nothing about an object depends on a path, an owner or a number of the database: the object and the key ring
 *       are enough to read it.
 *   <li>Altered, shortened, exchanged or foreign bytes are never handed out as content.
 *   <li>A conversion changes what rows name, never an object; whatever comes between, each row names one that is whole.
 *   <li>A key that any object needs is not destroyed.
 *   <li>What is damaged is found by the self-check before somebody asks for it, as far as its time allows, and is told once. Nothing is
 *       repaired by guessing: a copy is as the row says and opens, or it is refused; a length in a row is put right only from an object that
 *       proves it.
 * </ul>
 *
 * <p>Calls {@code coffer.base}, {@code coffer.db}, {@code coffer.disk}, {@code coffer.keys} and the cryptography of the JDK.
 */
@NullMarked
package coffer.blobs;

import org.jspecify.annotations.NullMarked;
