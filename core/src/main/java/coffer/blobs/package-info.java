/**
 * Content: immutable objects, sealed at rest from the first byte on, and the keys that open them.
 *
 * <p>Keeps the tables {@code object}, {@code inline_object}, {@code object_part} and {@code space_key}, the directories
 * {@code objects/}, {@code staging/} and {@code keys/}. The formats are described in {@code
 * docs/formats/sealed-objects.md} and {@code docs/formats/key-ring.md}.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>An object is written once and never changed. Its bytes are on disk before a row names it, and go only after no
 *       row does.
 *   <li>Nothing about an object depends on a path, an owner or a number of the database: the object and the key ring
 *       are enough to read it.
 *   <li>Altered, shortened, exchanged or foreign bytes are never handed out as content.
 *   <li>A space key is durable, in the ring file and in the database, before the first object uses it. A root key is made
 *       once, for an installation that holds nothing yet.
 * </ul>
 *
 * <p>Calls {@code coffer.base}, {@code coffer.db} and the cryptography of the JDK.
 */
@NullMarked
package coffer.blobs;

import org.jspecify.annotations.NullMarked;
