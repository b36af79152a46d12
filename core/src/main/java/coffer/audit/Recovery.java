package coffer.audit;

import coffer.events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out at a start how far the files have come, and what may be repaired: the end of an append that a crash has
 * interrupted.
 *
 * <p>Reading begins at the last checkpoint, so it takes the same time for an old log as for a young one. What follows the
 * last sound entry may be written over only if the database has never counted on it. Anything else that is wrong stays as it is,
 * for {@link AuditVerifier} to name: the chain then goes on after the last entry that the database knows, so that the gap
 * can never be closed unnoticed and the missing part still fits if it is found again.
 */
final class Recovery {
    /** Several checkpoints; the last one stands in it. */
    private static final long CHECKPOINT_TAIL_BYTES = 64 * 1024;

    private final AuditPlaces places;
    private final String chain;
    private final AuditPublicKey key;
    private final @Nullable AuditState state;
    private final Disk disk;
    private final List<Event> notes = new ArrayList<>();

    // What reading the segments finds.
    private Head sound = Head.BEGIN;
    private Head readable = Head.BEGIN;
    private MerkleTree pending = new MerkleTree();
    private boolean diverged;
    private boolean behindCheckpoint;
    private @Nullable Leftover leftover;
    private long checkpointBytes;

    /** What follows the last sound entry. */
    private record Leftover(LocalDate day, long offset, boolean lineFeeds) {}

    /**
     * Where to go on.
     *
     * @param pending hashes of the entries since the last checkpoint
     * @param pendingFirst number of the first of them
     * @param checkpoint counter of the last checkpoint
     * @param checkpointHash SHA-256 of its line
     * @param torn what a crash has left behind the last entry, to be written over; null when there is nothing
     * @param checkpointBytes where the checkpoints end; what lies behind is to be written over
     * @param notes what was torn or is wrong, to be entered first
     */
    record Result(
            Head head,
            MerkleTree pending,
            long pendingFirst,
            long checkpoint,
            Digest checkpointHash,
            @Nullable Torn torn,
            long checkpointBytes,
            List<Event> notes) {}

    /** An append that was interrupted: what lies behind this offset of the segment does not count. */
    record Torn(LocalDate day, long offset) {}

    private Recovery(AuditPlaces places, String chain, AuditPublicKey key, @Nullable AuditState state, Disk disk) {
        this.places = places;
        this.chain = chain;
        this.key = key;
        this.state = state;
        this.disk = disk;
    }

    /**
     * Reads the end of the files. Writes nothing but the line feed after a line that was cut and has to stay.
     *
     * @param state what the database has counted on, null when it knows no audit log
     */
    static Result run(AuditPlaces places, String chain, AuditPublicKey key, @Nullable AuditState state, Disk disk)
            throws IOException {
        return new Recovery(places, chain, key, state, disk).run();
    }

    private Result run() throws IOException {
        Optional<Checkpoint.Signed> checkpoint = readCheckpoints();
        long checkpointCounter =
                checkpoint.map(last -> last.checkpoint().counter()).orElse(0L);
        Digest checkpointHash = checkpoint.map(Checkpoint.Signed::hash).orElse(Digest.ZERO);
        boolean damaged = false;
        if (state != null && state.lastCheckpoint() > checkpointCounter) {
            notes.add(AuditNotes.checkpointsMissing(checkpointCounter + 1, state.lastCheckpoint()));
            checkpointCounter = state.lastCheckpoint();
            checkpointHash = state.checkpointHash();
            damaged = true;
        }

        readSegments(checkpoint.map(Checkpoint.Signed::checkpoint).orElse(null));
        boolean acknowledgedIsThere = !diverged && !behindCheckpoint && sound.seq() >= acknowledged();
        Leftover rest = leftover;
        Torn torn = null;
        if (rest != null && acknowledgedIsThere && isTorn(rest)) {
            torn = new Torn(rest.day, rest.offset);
            Path file = places.segment(rest.day);
            notes.add(AuditNotes.tailDropped(String.valueOf(file.getFileName()), Files.size(file) - rest.offset));
            rest = null;
        }
        Head head = sound;
        if (rest != null || !acknowledgedIsThere) {
            damaged = true;
            head = headBeyondDamage();
            notes.add(
                    rest == null
                            ? AuditNotes.entriesMissing(sound.seq() + 1, head.seq())
                            : AuditNotes.entriesDamaged(sound.seq() + 1, String.valueOf(rest.day)));
            terminateLastLine();
        }
        // After damage no checkpoint may vouch for what was read here; the next one begins with the next entry.
        MerkleTree open = damaged ? new MerkleTree() : pending;
        return new Result(
                head,
                open,
                head.seq() + 1 - open.leaves(),
                checkpointCounter,
                checkpointHash,
                torn,
                checkpointBytes,
                List.copyOf(notes));
    }

    /** The number up to which entries have been durable for certain. */
    private long acknowledged() {
        return state == null ? 0 : state.lastSeq();
    }

    /**
     * An append ends with a line feed, and the database counts on it only afterwards. Where the database knows nothing,
     * only a line without an end is certain to be the trace of an interrupted append.
     */
    private boolean isTorn(Leftover rest) throws IOException {
        return rest.day.equals(lastWrittenDay()) && (state != null || !rest.lineFeeds);
    }

    /** The chain goes on behind everything that is known or can be read. */
    private Head headBeyondDamage() throws IOException {
        Head head = sound.seq() >= readable.seq() ? sound : readable;
        if (state != null && (state.lastSeq() >= head.seq())) {
            head = new Head(state.lastSeq(), state.lastHash(), head.time(), head.event(), head.day());
        }
        LocalDate last = lastWrittenDay();
        return last.isAfter(head.day()) ? head.at(last) : head;
    }

    private LocalDate lastWrittenDay() throws IOException {
        LocalDate last = LocalDate.EPOCH;
        for (LocalDate day : places.days()) {
            if (Files.size(places.segment(day)) > 0) {
                last = day;
            }
        }
        return last;
    }

    /** What was cut in the middle of a line stays, as a line of its own. */
    private void terminateLastLine() throws IOException {
        LocalDate day = lastWrittenDay();
        if (!day.equals(LocalDate.EPOCH)) {
            terminateLastLine(places.segment(day));
        }
    }

    private void terminateLastLine(Path file) throws IOException {
        long bytes = Files.size(file);
        boolean terminated = true;
        try (Lines lines = Lines.from(file, Math.max(0, bytes - 1), bytes)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                terminated = line.terminated();
            }
        }
        if (!terminated) {
            try (AppendFile end = AppendFile.open(file, disk)) {
                end.append(new byte[] {'\n'});
            }
        }
    }

    private Optional<Checkpoint.Signed> readCheckpoints() throws IOException {
        Path file = places.checkpoints();
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        long bytes = Files.size(file);
        Tail tail = lastCheckpoint(file, Math.max(0, bytes - CHECKPOINT_TAIL_BYTES), bytes);
        if (tail.last == null && bytes > CHECKPOINT_TAIL_BYTES) {
            tail = lastCheckpoint(file, 0, bytes);
        }
        Checkpoint.Signed last = tail.last;
        if (last != null && !genuine(last)) {
            last = null;
        }
        if (tail.soundBytes < bytes) {
            long counter = last == null ? 0 : last.checkpoint().counter();
            boolean acknowledged = state != null && state.lastCheckpoint() > counter;
            if (!acknowledged && (state != null || !tail.lineFeeds)) {
                notes.add(AuditNotes.tailDropped(String.valueOf(file.getFileName()), bytes - tail.soundBytes));
                bytes = tail.soundBytes;
            } else {
                terminateLastLine(file);
                bytes = Files.size(file);
            }
        }
        checkpointBytes = bytes;
        return Optional.ofNullable(last);
    }

    private boolean genuine(Checkpoint.Signed signed) {
        return signed.checkpoint().key().equals(key)
                && signed.checkpoint().chain().equals(chain)
                && signed.genuine();
    }

    /**
     * The last line that is a checkpoint.
     *
     * @param soundBytes where it ends
     * @param lineFeeds whether there is a line feed after it
     */
    private record Tail(Checkpoint.@Nullable Signed last, long soundBytes, boolean lineFeeds) {}

    private static Tail lastCheckpoint(Path file, long from, long bytes) throws IOException {
        Tail tail = new Tail(null, 0, false);
        try (Lines lines = Lines.from(file, from, bytes)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                try {
                    // Without its line feed it is not durable for certain.
                    tail = line.terminated() ? new Tail(Checkpoint.parse(line.bytes()), line.end(), false) : tail;
                } catch (MalformedLine _) {
                    // The first line of a tail begins anywhere; damage further on is reported by its missing counter.
                    tail = new Tail(tail.last, tail.soundBytes, true);
                }
            }
        }
        return tail;
    }

    private void readSegments(@Nullable Checkpoint from) throws IOException {
        if (from != null) {
            sound = Head.of(from);
            readable = sound;
            checkAcknowledged();
        }
        boolean found = from == null;
        for (LocalDate day : places.days()) {
            if (from == null || day.isAfter(from.segment())) {
                readSegment(day, 0);
            } else if (day.equals(from.segment())) {
                found = true;
                readSegment(day, from.bytes());
            }
        }
        behindCheckpoint |= !found;
    }

    private void readSegment(LocalDate day, long offset) throws IOException {
        Path file = places.segment(day);
        if (Files.size(file) < offset) {
            behindCheckpoint = true;
            return;
        }
        try (Lines lines = Lines.from(file, offset, Long.MAX_VALUE)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                AuditEntry entry = entry(line);
                Leftover rest = leftover;
                if (rest != null) {
                    leftover = new Leftover(rest.day, rest.offset, rest.lineFeeds || line.terminated());
                } else if (entry != null && sound.precedes(entry)) {
                    sound = sound.after(entry, day);
                    pending.add(entry.hash());
                    checkAcknowledged();
                } else {
                    leftover = new Leftover(day, line.start(), line.terminated());
                }
                if (entry != null && entry.seq() > readable.seq()) {
                    readable = readable.after(entry, day);
                }
            }
        }
    }

    /** The entry in this line, or null when there is none of this chain. */
    private @Nullable AuditEntry entry(Lines.Line line) {
        if (!line.terminated()) {
            return null;
        }
        try {
            AuditEntry entry = AuditEntry.parse(line.bytes());
            return entry.chain().equals(chain) ? entry : null;
        } catch (MalformedLine _) {
            // Becomes part of the leftover, which is dropped or reported.
            return null;
        }
    }

    private void checkAcknowledged() {
        if (state != null && sound.seq() == state.lastSeq() && !sound.hash().equals(state.lastHash())) {
            diverged = true;
        }
    }
}
