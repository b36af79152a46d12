package coffer.adapter.s3;

import org.jspecify.annotations.Nullable;

/**
 * What HEAD says of an object.
 *
 * @param entityTag with its quotes
 * @param crc32c of the whole object, in Base64; null when the server does not say
 */
record Found(long bytes, String entityTag, @Nullable String crc32c) {}
