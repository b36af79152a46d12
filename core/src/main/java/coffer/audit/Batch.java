package coffer.audit;

import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.LoggedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the making: turns events into the next entries of a chain, in pieces that each belong to one segment and are
 * appended whole. The same events after the same head give the same bytes, so a batch that was lost is made again.
 */
final class Batch {
    /** What clocks and the order of commits may differ by without anybody having turned a clock. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private final String chain;
    private final List<Piece> pieces = new ArrayList<>();
    private Head head;
    private @Nullable Piece open;

    /** Entries for one segment, and where the chain is once they are in it. */
    static final class Piece {
        final LocalDate day;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private final List<Digest> hashes = new ArrayList<>();
        private Head head;
        private @Nullable Cursor readTo;

        private Piece(LocalDate day, Head head) {
            this.day = day;
            this.head = head;
        }

        byte[] bytes() {
            return lines.toByteArray();
        }

        List<Digest> hashes() {
            return hashes;
        }

        Head head() {
            return head;
        }

        /** How far the event log is read once this piece is durable. */
        Cursor read(Cursor before) {
            return readTo == null ? before : readTo;
        }
    }

    Batch(String chain, Head head) {
        this.chain = chain;
        this.head = head;
    }

    List<Piece> pieces() {
        return pieces;
    }

    int entries() {
        return pieces.stream().mapToInt(piece -> piece.hashes.size()).sum();
    }

    /** One entry, or two when the event is older than the entry before it by more than clocks may differ. */
    void add(LoggedEvent event) {
        if (event.time().plus(CLOCK_TOLERANCE).isBefore(head.time())) {
            Event note = AuditNotes.clockMovedBack(head.time(), event.time());
            add(note, event.time(), null);
        }
        add(event.at(), event.time(), event.typeName(), event.body());
    }

    /**
     * An entry that the audit log itself has to make.
     *
     * @param at from where the event log is read on, null if that has not changed
     */
    void add(Event note, Instant time, @Nullable Cursor at) {
        add(at, time, note.type().word(), note.body());
    }

    private void add(@Nullable Cursor at, Instant time, String type, String body) {
        AuditEntry entry = AuditEntry.next(chain, head.seq() + 1, head.hash(), at, time, type, body);
        // A segment is never returned to: an entry of an earlier day stands where the chain has come to.
        LocalDate day = entry.day().isAfter(head.day()) ? entry.day() : head.day();
        head = head.after(entry, day);
        Piece piece = open;
        if (piece == null || !piece.day.equals(day)) {
            piece = new Piece(day, head);
            pieces.add(piece);
            open = piece;
        }
        piece.lines.writeBytes(entry.line().getBytes(StandardCharsets.UTF_8));
        piece.lines.write('\n');
        piece.hashes.add(entry.hash());
        piece.head = head;
        if (at != null) {
            piece.readTo = at;
        }
    }
}
