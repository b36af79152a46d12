package coffer.blobs;

import coffer.base.Checksum;
import java.util.Map;

/**
 * Content that has arrived whole.
 *
 * @param object to be registered in the transaction in which a row first names it, or else discarded
 * @param sizeBytes plain length
 * @param checksums of the plain content, one for each algorithm that was asked for
 */
public record Received(StoredObject object, long sizeBytes, Map<Checksum.Algorithm, Checksum> checksums) {
    public Received {
        checksums = Map.copyOf(checksums);
    }
}
