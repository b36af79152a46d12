package coffer.adapter.s3;

/**
 * What a server understands of what Amazon's does, as {@link Probe} has found.
 *
 * @param conditionalWrites whether it refuses to replace an object by {@code If-None-Match: *} (RFC 9110 § 13.1.2); else we look first
 * @param crc32c whether it checks what arrives by {@code x-amz-checksum-crc32c}; else {@code Content-MD5} is sent
 */
record Dialect(boolean conditionalWrites, boolean crc32c) {}
