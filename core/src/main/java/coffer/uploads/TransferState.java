package coffer.uploads;

import coffer.base.FileName;
import java.time.Instant;
import java.util.List;

/**
 * An open upload with its chunks at one moment.
 *
 * @param touched when it was begun or a chunk last came or went; it lives {@link Uploads#LIFETIME} from then on
 * @param chunks in the order in which they will be joined
 */
public record TransferState(FileName name, Instant begun, Instant touched, List<Chunk> chunks) {
    public TransferState {
        chunks = List.copyOf(chunks);
    }

    /** The sum of all chunks: what the file would have if it were assembled now. */
    public long sizeBytes() {
        return chunks.stream().mapToLong(Chunk::sizeBytes).sum();
    }

    /** One chunk, whole. */
    public record Chunk(FileName name, long sizeBytes, Instant stored) {}
}
