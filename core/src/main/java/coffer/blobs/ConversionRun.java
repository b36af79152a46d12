package coffer.blobs;

import coffer.base.ObjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a conversion has come.
 *
 * @param reached the last object that was looked at in this pass; empty at its beginning
 * @param passConverted objects converted in this pass; the run ends with a pass that has converted none
 * @param converted objects converted in all
 * @param convertedBytes their plain lengths
 * @param failed objects of this pass that could not be read, and stay as they are
 * @param ended empty while it goes on
 */
public record ConversionRun(
        long id,
        ConversionKind kind,
        Instant begun,
        Optional<ObjectId> reached,
        long passConverted,
        long converted,
        long convertedBytes,
        long failed,
        Optional<Instant> ended) {}
