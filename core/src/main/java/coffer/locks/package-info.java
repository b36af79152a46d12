/**
 * Write locks of programs (RFC 4918 class 2): exclusive and shared, of one resource or a whole tree, with a time-out.
 *
 * <p>Promises: no two locks that exclude each other cover one resource; a change that a lock covers needs its token from
 * the account that holds it; a lock ends with its time, its removal, or when what it locks is moved or removed.
 *
 * <p>May call {@code base}, {@code db}, {@code blobs}, {@code events} and {@code files}. Owns the table
 * {@code write_lock}.
 */
@NullMarked
package coffer.locks;

import org.jspecify.annotations.NullMarked;
