/**
 * Objects in a bucket of an S3-compatible object store.
 *
 * <p>Keeps the objects below one prefix of one bucket: {@code objects/ab/cd/<id>}, named as files are, {@code quarantine/} for damaged ones,
 * and {@code probe/} while the bucket is tried out. {@link coffer.adapter.s3.S3Store} implements the core's port {@link
 * coffer.blobs.BlobStore} with the AWS SDK, which nothing else sees. Calls {@code base}, {@code blobs}, {@code keys} and {@code disk} of the
 * core.
 */
@NullMarked
package coffer.adapter.s3;

import org.jspecify.annotations.NullMarked;
