/**
 * A folder as one stream: ZIP or tar, for whoever may look at it through a view.
 *
 * <p>Written as it is read, in memory that does not grow with the folder. What cannot be read ends the stream with a failure: an archive that
 * has its end is whole. What the view may not read is not in it, and what vanishes while it is written may be missing. The only
 * package that sees the library for archives (Apache Commons Compress). Knows no HTTP.
 *
 * <p>May call {@code base}, {@code blobs} and {@code files}.
 */
@NullMarked
package coffer.server.archive;

import org.jspecify.annotations.NullMarked;
