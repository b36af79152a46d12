package coffer.files;

import coffer.base.Checksum;

/** How calculating a checksum from stored content ended. */
public sealed interface ChecksumResult
        permits ChecksumResult.Calculated, Refusal.NotFound, Refusal.NotAllowed, Refusal.IsCollection {
    /** @param entry the file whose content it is, with this and its other checksums */
    record Calculated(Entry entry, Checksum checksum) implements ChecksumResult {}
}
