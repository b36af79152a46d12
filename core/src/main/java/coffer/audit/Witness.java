package coffer.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that were kept elsewhere, in a file with one line each: as many lines of {@code checkpoints.cofaudit} as one
 * likes, copied while they were known to be right.
 */
final class Witness {
    /** About a week of a busy server; the newest one is enough to prove everything before it. */
    static final int LINES_MAX = 10_000;

    private final Map<Long, Checkpoint.Signed> byCounter = new HashMap<>();
    private Checkpoint.@Nullable Signed newest;

    /** No witness. */
    Witness() {}

    /**
     * Reads a witness.
     *
     * @throws IllegalArgumentException when a line is no genuine checkpoint, or lines contradict each other: then the
     *     witness proves nothing
     */
    static Witness read(Path file) throws IOException {
        Witness witness = new Witness();
        try (Lines lines = Lines.of(file)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (line.number() > LINES_MAX) {
                    throw new IllegalArgumentException("a witness has at most " + LINES_MAX + " lines");
                }
                witness.add(line);
            }
        }
        if (witness.newest == null) {
            throw new IllegalArgumentException("the witness " + file + " holds no checkpoint");
        }
        return witness;
    }

    private void add(Lines.Line line) {
        Checkpoint.Signed signed;
        try {
            signed = Checkpoint.parse(line.bytes());
        } catch (MalformedLine e) {
            throw new IllegalArgumentException(
                    "line " + line.number() + " of the witness is no checkpoint: " + e.getMessage(), e);
        }
        Checkpoint.Signed before = byCounter.put(signed.checkpoint().counter(), signed);
        Checkpoint.Signed other = newest;
        boolean contradicts = (before != null && !before.equals(signed))
                || (other != null
                        && !other.checkpoint().key().equals(signed.checkpoint().key()));
        if (contradicts || !signed.genuine()) {
            throw new IllegalArgumentException("line " + line.number()
                    + " of the witness is not signed with its key, or contradicts another line");
        }
        if (other == null || other.checkpoint().counter() < signed.checkpoint().counter()) {
            newest = signed;
        }
    }

    /** The newest checkpoint that it knows; null when there is no witness. */
    Checkpoint.@Nullable Signed newest() {
        return newest;
    }

    /** Whether it knows another checkpoint under this counter. */
    boolean contradicts(Checkpoint.Signed signed) {
        Checkpoint.Signed known = byCounter.get(signed.checkpoint().counter());
        return known != null && !known.line().equals(signed.line());
    }
}
