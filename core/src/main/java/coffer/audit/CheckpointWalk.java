package coffer.audit;

import coffer.audit.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the checkpoints one after the other and checks each against the one before, the key, the database and the witness,
 * holding two at a time. Those that are appended after it was made are left out: what they cover may not have been read.
 */
final class CheckpointWalk implements AutoCloseable {
    private final @Nullable Lines lines;
    private final @Nullable AuditPublicKey key;
    private final @Nullable AuditState state;
    private final Witness witness;
    private Lines.@Nullable Line ahead;
    private Checkpoint.@Nullable Signed before;
    private long verified;

    /**
     * Opens the checkpoints.
     *
     * @param key that must have signed all; null when nothing names it, then that of the first checkpoint
     * @param state of the database, null when there is none to compare with
     */
    CheckpointWalk(AuditPlaces places, @Nullable AuditPublicKey key, @Nullable AuditState state, Witness witness)
            throws IOException {
        Path file = places.checkpoints();
        this.lines = Files.exists(file) ? Lines.from(file, 0, Files.size(file)) : null;
        this.key = key;
        this.state = state;
        this.witness = witness;
    }

    /** Checkpoints whose signature was verified. */
    long verified() {
        return verified;
    }

    /** The checkpoint that {@link #next} has returned last. */
    Optional<Checkpoint> last() {
        return Optional.ofNullable(before).map(Checkpoint.Signed::checkpoint);
    }

    /** Its key, or else the one that was given. */
    Optional<AuditPublicKey> key() {
        return last().map(Checkpoint::key).or(() -> Optional.ofNullable(key));
    }

    /**
     * The next checkpoint that covers an entry from {@code firstSeq} on, or null at the end. The signatures of those
     * before it are not verified, because what they say is not compared with anything.
     */
    @Nullable
    Checkpoint next(long firstSeq) throws IOException, ChainBroken {
        while (true) {
            Lines.Line line = ahead != null ? ahead : read();
            ahead = null;
            if (line == null) {
                return null;
            }
            Checkpoint checkpoint = check(line, firstSeq);
            if (checkpoint.last() >= firstSeq) {
                return checkpoint;
            }
        }
    }

    private Lines.@Nullable Line read() throws IOException {
        return lines == null ? null : lines.next();
    }

    private Checkpoint check(Lines.Line line, long firstSeq) throws IOException, ChainBroken {
        Checkpoint.Signed last = before;
        long expected = last == null ? 1 : last.checkpoint().counter() + 1;
        if (!line.terminated()) {
            throw ChainBroken.checkpoint(
                    Kind.TRUNCATED, expected, line.number(), " was cut in the middle of its line.");
        }
        Checkpoint.Signed signed = parse(line, expected);
        Checkpoint checkpoint = signed.checkpoint();
        boolean compared = checkpoint.last() >= firstSeq;
        if (compared && !signed.genuine()) {
            throw ChainBroken.checkpoint(
                    Kind.ALTERED, expected, line.number(), " was altered: its signature does not fit its content.");
        }
        checkCounter(checkpoint.counter(), expected, line);
        if (key != null && !checkpoint.key().equals(key)) {
            throw ChainBroken.key("Checkpoint " + expected + " is signed with another key than the one that belongs to"
                    + " this log.");
        }
        Digest prev = last == null ? Digest.ZERO : last.hash();
        if (!checkpoint.prev().equals(prev)) {
            throw ChainBroken.checkpoint(
                    Kind.ALTERED,
                    Math.max(1, expected - 1),
                    line.number(),
                    " was altered: the next one names another hash for it.");
        }
        if (checkpoint.first() > checkpoint.last()
                || (last != null && checkpoint.first() <= last.checkpoint().last())) {
            throw ChainBroken.checkpoint(
                    Kind.ALTERED,
                    expected,
                    line.number(),
                    " covers no entries, or some that the one before it covers.");
        }
        if (witness.contradicts(signed) || differsFromDatabase(signed)) {
            throw ChainBroken.checkpoint(
                    Kind.ALTERED, expected, line.number(), " is not the one that the witness or the database knows.");
        }
        if (compared) {
            verified++;
        }
        before = signed;
        return checkpoint;
    }

    private static Checkpoint.Signed parse(Lines.Line line, long expected) throws ChainBroken {
        try {
            return Checkpoint.parse(line.bytes());
        } catch (MalformedLine e) {
            throw ChainBroken.checkpoint(
                    Kind.ALTERED, expected, line.number(), " was altered: " + e.getMessage() + ".");
        }
    }

    private void checkCounter(long found, long expected, Lines.Line line) throws IOException, ChainBroken {
        if (found < expected) {
            throw ChainBroken.checkpoint(
                    Kind.INSERTED, found, line.number(), " stands where " + expected + " is expected.");
        }
        if (found > expected) {
            ahead = read();
            throw followsAs(expected)
                    ? ChainBroken.checkpoint(
                            Kind.SWAPPED, expected, line.number(), " has changed places with " + found + ".")
                    : ChainBroken.checkpoint(
                            Kind.MISSING, expected, line.number(), " is missing; " + found + " stands in its place.");
        }
    }

    private boolean followsAs(long counter) {
        Lines.Line line = ahead;
        try {
            return line != null && Checkpoint.parse(line.bytes()).checkpoint().counter() == counter;
        } catch (MalformedLine _) {
            return false;
        }
    }

    private boolean differsFromDatabase(Checkpoint.Signed signed) {
        return state != null
                && signed.checkpoint().counter() == state.lastCheckpoint()
                && !signed.hash().equals(state.checkpointHash());
    }

    /** Reads to the end, and finds out whether the last ones were removed. */
    void finish() throws IOException, ChainBroken {
        if (next(Long.MAX_VALUE) != null) {
            throw new IllegalStateException("no checkpoint covers the last number there is");
        }
        long last = last().map(Checkpoint::counter).orElse(0L);
        Checkpoint.Signed known = witness.newest();
        if (known != null && known.checkpoint().counter() > last) {
            throw ChainBroken.checkpoint(
                    Kind.MISSING, last + 1, 0, " is missing: the witness knows it or a later one.");
        }
        if (state != null && state.lastCheckpoint() > last) {
            throw ChainBroken.checkpoint(
                    Kind.MISSING, last + 1, 0, " is missing: the database knows it or a later one.");
        }
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
