package coffer.files;

import coffer.base.Checksum;
import coffer.base.ETag;
import java.util.Map;

/** How a write ended. After {@link Created} and {@link Replaced} content and row are durable. */
public sealed interface WriteResult
        permits WriteResult.Created,
                WriteResult.Replaced,
                Refusal.NoParent,
                Refusal.NotAllowed,
                Refusal.PreconditionFailed,
                Refusal.Locked,
                Refusal.QuotaExceeded,
                Refusal.IsCollection,
                Refusal.WrongLength,
                Refusal.WrongChecksum,
                Refusal.TooLarge {
    /** @param calculated the checksums that {@link Upload#calculate} asked for */
    record Created(Entry entry, Map<Checksum.Algorithm, Checksum> calculated) implements WriteResult {
        public Created {
            calculated = Map.copyOf(calculated);
        }
    }

    /**
     * @param previous the entity tag of the content that is gone
     * @param calculated the checksums that {@link Upload#calculate} asked for
     */
    record Replaced(Entry entry, ETag previous, Map<Checksum.Algorithm, Checksum> calculated) implements WriteResult {
        public Replaced {
            calculated = Map.copyOf(calculated);
        }
    }
}
