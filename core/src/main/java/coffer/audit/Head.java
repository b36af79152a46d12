package coffer.audit;

import coffer.events.Cursor;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Where a chain has come to.
 *
 * @param seq number of the last entry, 0 before the first
 * @param hash its hash
 * @param time its time, or a later one; what the clock is compared with
 * @param event up to where the event log is in the chain
 * @param day of the segment that holds the last entry; the next entry goes there or into a later one
 */
record Head(long seq, Digest hash, Instant time, Cursor event, LocalDate day) {
    /** Before the first entry of all. */
    static final Head BEGIN = new Head(0, Digest.ZERO, Instant.EPOCH, Cursor.START, LocalDate.EPOCH);

    static Head of(Checkpoint checkpoint) {
        return new Head(
                checkpoint.last(), checkpoint.head(), checkpoint.time(), checkpoint.event(), checkpoint.segment());
    }

    /** After this entry, which stands in the segment of {@code day}. */
    Head after(AuditEntry entry, LocalDate segment) {
        Cursor at = entry.event();
        return new Head(entry.seq(), entry.hash(), entry.time(), at == null ? event : at, segment);
    }

    /** Whether {@code entry} is the very next one, unaltered. */
    boolean precedes(AuditEntry entry) {
        return entry.seq() == seq + 1 && entry.prev().equals(hash) && entry.intact();
    }

    Head at(LocalDate segment) {
        return new Head(seq, hash, time, event, segment);
    }
}
