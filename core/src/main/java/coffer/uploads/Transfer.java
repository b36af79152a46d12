package coffer.uploads;

import coffer.base.FileName;
import java.time.Instant;

/**
 * An open upload in a list of them.
 *
 * @param touched when it was begun or a chunk last came or went
 * @param sizeBytes the sum of its chunks
 */
public record Transfer(FileName name, Instant begun, Instant touched, int chunks, long sizeBytes) {}
