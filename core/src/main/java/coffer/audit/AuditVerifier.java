package coffer.audit;

import coffer.audit.EntryWalk.Place;
import coffer.audit.EntryWalk.Placed;
import coffer.audit.Finding.Kind;
import coffer.events.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audit log from its files alone and names the first thing that is wrong with it.
 *
 * <h2>Security guarantees</h2>
 * <ul>
 *   <li>Against somebody who can change the files but has not the key: any entry or checkpoint up to the last checkpoint
 *       that is altered, removed, inserted, swapped, moved or cut is found, and for one change the entry is named.
 *   <li>With a {@linkplain Question#witness checkpoint kept elsewhere}: the same against somebody who has the key and
 *       rewrites everything; also an old copy of the directory is found.
 *   <li>With the {@linkplain Question#state state from the database}: the same up to the last entry that the database
 *       knows.
 * </ul>
 *
 * <h2>Restrictions</h2>
 * Without witness and database, removing the last entries together with all checkpoints that cover them cannot be seen.
 * Entries after the last checkpoint are protected by the chain only, which anybody can compute.
 *
 * <p>Takes the same memory for any log. May run while the server writes: what is appended after it began is not judged.
 */
public final class AuditVerifier {
    private static final int REMARKS_MAX = 100;
    private static final Set<String> REMARKABLE = Set.of(
            EventType.AUDIT_TAIL_DROPPED.word(),
            EventType.AUDIT_ENTRIES_MISSING.word(),
            EventType.AUDIT_CLOCK_MOVED_BACK.word(),
            EventType.AUDIT_DATABASE_WENT_BACK.word());

    private final AuditPlaces places;
    private final @Nullable AuditState state;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final Witness witness;
    private final List<LocalDate> before = new ArrayList<>();
    private final List<LocalDate> range = new ArrayList<>();
    private final List<LocalDate> later = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private @Nullable String chain;
    private long seq;
    private Digest head = Digest.ZERO;
    private boolean headKnown = true;
    private LocalDate day = LocalDate.EPOCH;
    private long entries;
    private long remarkable;
    private MerkleTree tree = new MerkleTree();

    /**
     * What is to be verified.
     *
     * @param from first day, null for the beginning of the log
     * @param to last day, null for its end
     * @param witness file with checkpoints that were kept elsewhere, null for none
     * @param state from the database of this installation, read before this verification begins; null to do without
     */
    public record Question(
            AuditPlaces places,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Path witness,
            @Nullable AuditState state) {
        /** The whole log by itself. */
        public static Question all(AuditPlaces places) {
            return new Question(places, null, null, null, null);
        }
    }

    private AuditVerifier(Question question) throws IOException {
        this.places = question.places;
        this.state = question.state;
        this.from = question.from;
        this.to = question.to;
        this.witness = question.witness == null ? new Witness() : Witness.read(question.witness);
    }

    /**
     * Verifies, and stops at the first thing that is wrong.
     *
     * @throws IllegalArgumentException when the witness is none
     */
    public static Verdict verify(Question question) throws IOException {
        return new AuditVerifier(question).run();
    }

    private Verdict run() throws IOException {
        try {
            AuditPublicKey key = key();
            try (CheckpointWalk checkpoints = new CheckpointWalk(places, key, state, witness)) {
                // Only now: a checkpoint must not cover a day that began after the days were listed.
                listDays();
                startAfterEarlierDays();
                Checkpoint current;
                try (EntryWalk walk = new EntryWalk(places, range)) {
                    current = walk(walk, checkpoints);
                }
                if (to == null || later.isEmpty()) {
                    checkEnd(current, checkpoints);
                } else {
                    checkNextDay();
                }
                long signed = checkpoints.last().map(Checkpoint::last).orElse(0L);
                String keyText = checkpoints.key().map(AuditPublicKey::hex).orElse("");
                return new Verdict.Intact(
                        entries, checkpoints.verified(), seq, head, Math.max(0, seq - signed), keyText, remarks());
            }
        } catch (ChainBroken e) {
            return new Verdict.Broken(e.finding(), entries, remarks());
        }
    }

    private void listDays() throws IOException {
        for (LocalDate segment : places.days()) {
            if (from != null && segment.isBefore(from)) {
                before.add(segment);
            } else if (to != null && segment.isAfter(to)) {
                later.add(segment);
            } else {
                range.add(segment);
            }
        }
    }

    /** The one key that everything that names one agrees on; null when nothing does. */
    private @Nullable AuditPublicKey key() throws IOException, ChainBroken {
        AuditPublicKey key = null;
        Checkpoint.Signed kept = witness.newest();
        if (kept != null) {
            key = kept.checkpoint().key();
        }
        if (state != null) {
            key = agreeing(key, state.publicKey(), "the database");
            chain = state.chain();
        }
        try {
            Optional<AuditPublicKey> beside = AuditKey.besideTheLog(places);
            if (beside.isPresent()) {
                key = agreeing(key, beside.get(), "audit.pub");
            }
        } catch (AuditKeyRefused e) {
            throw ChainBroken.key(String.valueOf(e.getMessage()));
        }
        AuditEntry first = firstEntry();
        if (first != null && first.intact()) {
            chain = chain == null ? first.chain() : chain;
            if (first.members().get("after") instanceof SortedMap<?, ?> after
                    && after.get("key") instanceof String hex
                    && first.type().equals(EventType.AUDIT_BEGUN.word())) {
                key = agreeing(key, named(hex), "the first entry");
            }
        }
        return key;
    }

    private static AuditPublicKey named(String hex) throws ChainBroken {
        try {
            return new AuditPublicKey(hex);
        } catch (IllegalArgumentException _) {
            throw ChainBroken.key("The first entry names no key.");
        }
    }

    private static AuditPublicKey agreeing(@Nullable AuditPublicKey one, AuditPublicKey other, String where)
            throws ChainBroken {
        if (one != null && !one.equals(other)) {
            throw ChainBroken.key("The public key in " + where + " is " + other + ", but " + one + " is expected.");
        }
        return other;
    }

    private @Nullable AuditEntry firstEntry() throws IOException {
        List<LocalDate> days = places.days();
        try (EntryWalk walk = new EntryWalk(places, days)) {
            Placed first = walk.next();
            return first == null ? null : first.entry();
        }
    }

    private void startAfterEarlierDays() throws IOException {
        for (LocalDate segment : before.reversed()) {
            if (Files.size(places.segment(segment)) > 0) {
                AuditEntry last = EntryWalk.last(places.segment(segment));
                headKnown = last != null;
                if (last != null) {
                    seq = last.seq();
                    head = last.hash();
                }
                day = segment;
                return;
            }
        }
    }

    /** Walks over the days asked for. Returns the checkpoint that still waits for entries, or null. */
    private @Nullable Checkpoint walk(EntryWalk walk, CheckpointWalk checkpoints) throws IOException, ChainBroken {
        Checkpoint current = null;
        boolean begun = false;
        boolean wholeTree = true;
        for (Placed placed = walk.next(); placed != null; placed = walk.next()) {
            AuditEntry entry = placed.entry();
            if (entry == null && isBeingWritten(placed, walk)) {
                remark("The last line is being written, or a crash has left it; the database does not count on it.");
                break;
            }
            check(placed, walk);
            if (entry == null) {
                throw new IllegalStateException("a line without an entry passed");
            }
            if (!begun) {
                begun = true;
                current = checkpoints.next(seq);
                wholeTree = current == null || current.first() >= seq;
            }
            if (current != null && current.first() <= seq) {
                tree.add(entry.hash());
            }
            if (current != null && current.last() == seq) {
                checkRoot(current, wholeTree, placed.place());
                tree = new MerkleTree();
                current = nextCheckpoint(checkpoints);
                wholeTree = true;
            }
        }
        return begun ? current : checkpoints.next(seq + 1);
    }

    private @Nullable Checkpoint nextCheckpoint(CheckpointWalk checkpoints) throws IOException, ChainBroken {
        Checkpoint next = checkpoints.next(seq + 1);
        if (next != null && next.first() > seq + 1) {
            remark("The entries " + (seq + 1) + " to " + (next.first() - 1)
                    + " are covered by the chain only: a start found something missing before them.");
        }
        return next;
    }

    private boolean isBeingWritten(Placed placed, EntryWalk walk) throws IOException {
        return !placed.terminated() && walk.peek() == null && state != null && seq >= state.lastSeq();
    }

    private void check(Placed placed, EntryWalk walk) throws IOException, ChainBroken {
        long expected = seq + 1;
        AuditEntry entry = placed.entry();
        if (entry == null) {
            throw placed.terminated()
                    ? ChainBroken.entry(
                            Kind.ALTERED, expected, placed.place(), " was altered: " + placed.problem() + ".")
                    : ChainBroken.entry(
                            Kind.TRUNCATED, expected, placed.place(), " was cut in the middle of its line.");
        }
        if (!headKnown) {
            expected = entry.seq();
        }
        if (!entry.intact()) {
            throw ChainBroken.entry(
                    Kind.ALTERED, expected, placed.place(), " was altered: its content does not fit its hash.");
        }
        checkNumber(entry, expected, placed.place(), walk);
        if (headKnown && !entry.prev().equals(head)) {
            throw ChainBroken.entry(
                    Kind.ALTERED,
                    Math.max(1, expected - 1),
                    placed.place(),
                    " was altered: the next one names another hash for it.");
        }
        if (chain != null && !entry.chain().equals(chain)) {
            throw ChainBroken.entry(Kind.ALTERED, expected, placed.place(), " belongs to the log of another house.");
        }
        checkDay(entry, placed);
        if (state != null && expected == state.lastSeq() && !entry.hash().equals(state.lastHash())) {
            throw ChainBroken.entry(
                    Kind.ALTERED,
                    expected,
                    placed.place(),
                    " is not the one that the database knows; it or one before"
                            + " it was altered and the hashes after it computed anew.");
        }
        seq = entry.seq();
        head = entry.hash();
        headKnown = true;
        entries++;
        if (REMARKABLE.contains(entry.type())) {
            remark("Entry " + seq + " of " + CanonicalLine.time(entry.time()) + ": " + entry.type());
        }
    }

    private static void checkNumber(AuditEntry entry, long expected, Place place, EntryWalk walk)
            throws IOException, ChainBroken {
        if (entry.seq() < expected) {
            throw ChainBroken.entry(Kind.INSERTED, entry.seq(), place, " stands where " + expected + " is expected.");
        }
        if (entry.seq() > expected) {
            Placed next = walk.peek();
            AuditEntry following = next == null ? null : next.entry();
            throw following != null && following.seq() == expected
                    ? ChainBroken.entry(Kind.SWAPPED, expected, place, " has changed places with " + entry.seq() + ".")
                    : ChainBroken.entry(
                            Kind.MISSING, expected, place, " is missing; " + entry.seq() + " stands in its place.");
        }
    }

    /** A segment begins with an entry of its day and holds none of a later one. */
    private void checkDay(AuditEntry entry, Placed placed) throws ChainBroken {
        boolean first = !placed.day().equals(day);
        day = placed.day();
        if (entry.day().isAfter(day) || (first && !entry.day().equals(day))) {
            throw ChainBroken.entry(Kind.MISPLACED, entry.seq(), placed.place(), " stands in the file of another day.");
        }
    }

    private void checkRoot(Checkpoint checkpoint, boolean wholeTree, Place place) throws ChainBroken {
        if (!checkpoint.head().equals(head) || (wholeTree && !checkpoint.root().equals(tree.root()))) {
            throw ChainBroken.entry(
                    Kind.ALTERED,
                    checkpoint.first(),
                    place,
                    " or one of those up to " + checkpoint.last() + " was altered and the hashes after it computed"
                            + " anew: checkpoint " + checkpoint.counter() + " was signed over others.");
        }
    }

    private void checkEnd(@Nullable Checkpoint waiting, CheckpointWalk checkpoints) throws IOException, ChainBroken {
        if (waiting != null) {
            throw ChainBroken.entry(
                    Kind.MISSING,
                    seq + 1,
                    Place.NOWHERE,
                    " is missing: checkpoint " + waiting.counter() + " covers entries up to " + waiting.last() + ".");
        }
        Checkpoint.Signed kept = witness.newest();
        if (kept != null && kept.checkpoint().last() > seq) {
            throw ChainBroken.entry(
                    Kind.MISSING,
                    seq + 1,
                    Place.NOWHERE,
                    " is missing: the witness knows entries up to "
                            + kept.checkpoint().last() + ".");
        }
        if (state != null && state.lastSeq() > seq) {
            throw ChainBroken.entry(
                    Kind.MISSING,
                    seq + 1,
                    Place.NOWHERE,
                    " is missing: the database knows entries up to " + state.lastSeq() + ".");
        }
        checkpoints.finish();
        long signed = checkpoints.last().map(Checkpoint::last).orElse(0L);
        if (seq - signed > AuditLog.CHECKPOINT_ENTRIES + AuditLog.NOTES_MAX) {
            long counter = checkpoints.last().map(Checkpoint::counter).orElse(0L);
            throw ChainBroken.checkpoint(
                    Kind.MISSING,
                    counter + 1,
                    0,
                    " is missing: " + (seq - signed) + " entries in a row are covered by none.");
        }
    }

    /** The first entry after the days asked for vouches for the last one in them. */
    private void checkNextDay() throws IOException, ChainBroken {
        try (EntryWalk walk = new EntryWalk(places, later)) {
            Placed next = walk.next();
            AuditEntry entry = next == null ? null : next.entry();
            if (next == null || entry == null) {
                return;
            }
            checkNumber(entry, seq + 1, next.place(), walk);
            if (!entry.prev().equals(head)) {
                throw ChainBroken.entry(
                        Kind.ALTERED, seq, next.place(), " was altered: the next one names another hash for it.");
            }
        }
    }

    private void remark(String text) {
        remarkable++;
        if (remarks.size() < REMARKS_MAX) {
            remarks.add(text);
        }
    }

    private List<String> remarks() {
        if (remarkable > remarks.size()) {
            remarks.add("… and " + (remarkable - remarks.size()) + " more");
        }
        return remarks;
    }
}
