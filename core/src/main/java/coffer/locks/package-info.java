/**
 * Locks. Those of programs (RFC 4918 class 2): exclusive and shared, of one resource or a whole tree, with a time-out. And
 * those that people put on files so that others see them: by hand, by an editor, or by a program that holds a token.
 *
 * <p>Promises: no two locks that exclude each other are granted for one resource; a change that a lock covers comes from the
 * account that holds it, and with its token unless the lock is one by hand or of an editor; a lock ends with its time, its
 * removal, or when what it locks is removed, and a program's also when that is moved.
 *
 * <p>May call {@code base}, {@code db}, {@code blobs}, {@code events}, {@code accounts} and {@code files}. Owns the table
 * {@code write_lock}.
 */
@NullMarked
package coffer.locks;

import org.jspecify.annotations.NullMarked;
