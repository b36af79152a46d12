/**
 * Chunked uploads: large files that arrive in pieces, in any order and beside each other, and become a file in one step.
 *
 * <p>Keeps the tables {@code upload} and {@code upload_chunk}. Promises: a chunk is durable when it is acknowledged, and
 * one that breaks off leaves what was there before; assembling writes no content, changes the target in one transaction
 * or not at all, and happens once; an upload lives a day after its last chunk. Chunks are joined in the natural order of
 * their names, so that every client's way of numbering them comes out right. Everything is bounded, and what is refused
 * over a bound leaves an event.
 *
 * <p>Calls {@code coffer.files} to make the file, {@code coffer.blobs} for content, {@code coffer.events},
 * {@code coffer.accounts}, {@code coffer.db} and {@code coffer.base}.
 */
@NullMarked
package coffer.uploads;

import org.jspecify.annotations.NullMarked;
