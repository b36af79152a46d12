/**
 * The tree: files and collections with their entity tags, sizes, times, dead properties and quota; what a view shows of
 * it, and every change to it.
 *
 * <p>Promises: a change is one database transaction that also writes its event; when a method returns success the
 * change survives power loss; when it refuses or throws, nothing has changed. Names are Unicode NFC and listed in binary
 * order. A file's entity tag changes with each write; a collection's changes exactly when something below it changes, in
 * the same transaction, up to the root of its space. A space never uses more than its quota, however many uploads run.
 *
 * <p>May call {@code base}, {@code db}, {@code blobs}, {@code events} and {@code accounts}. Owns the tables
 * {@code space}, {@code node} and {@code dead_property}.
 */
@NullMarked
package coffer.files;

import org.jspecify.annotations.NullMarked;
