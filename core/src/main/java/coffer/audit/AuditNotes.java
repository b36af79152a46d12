package coffer.audit;

import coffer.base.Actor;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import java.time.Instant;

/** What the audit log itself has to say: entries that no event stands behind. */
final class AuditNotes {
    private static final Target TARGET = new Target("audit", "", "", "");

    private AuditNotes() {}

    private static Event of(EventType type) {
        return Event.ok(type, Actor.system("audit"), TARGET);
    }

    /** The first entry of a chain; every checkpoint must be signed with this key. */
    static Event begun(AuditPublicKey key) {
        return of(EventType.AUDIT_BEGUN).with("key", key.hex());
    }

    /** Not fatal: a log that stops when somebody sets a clock would be easy to stop. */
    static Event clockMovedBack(Instant from, Instant to) {
        return of(EventType.AUDIT_CLOCK_MOVED_BACK).changed("time", CanonicalLine.time(from), CanonicalLine.time(to));
    }

    static Event tailDropped(String file, long bytes) {
        return of(EventType.AUDIT_TAIL_DROPPED).with("file", file).with("bytes", Long.toString(bytes));
    }

    /** The chain goes on after {@code last}, the gap stays visible, and the missing part still fits if it is found. */
    static Event entriesMissing(long first, long last) {
        return of(EventType.AUDIT_ENTRIES_MISSING)
                .without("first", Long.toString(first))
                .without("last", Long.toString(last));
    }

    /** Like {@link #entriesMissing}, where something else stands in their place. */
    static Event entriesDamaged(long first, String segment) {
        return of(EventType.AUDIT_ENTRIES_MISSING)
                .without("first", Long.toString(first))
                .with("segment", segment);
    }

    static Event checkpointsMissing(long first, long last) {
        return of(EventType.AUDIT_ENTRIES_MISSING)
                .without("first checkpoint", Long.toString(first))
                .without("last checkpoint", Long.toString(last));
    }

    static Event databaseWentBack(Cursor files, Cursor database) {
        return of(EventType.AUDIT_DATABASE_WENT_BACK).changed("newest event", files.toString(), database.toString());
    }
}
