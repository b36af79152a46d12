package coffer.events;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as a reader meets it.
 *
 * @param at its place; a reader that has dealt with it advances to here
 * @param time when the act took place, to the microsecond, by the clock of the process that did it
 * @param typeName the dotted name of the type, which a newer release may have written
 * @param body the rest of the envelope as canonical JSON
 */
public record LoggedEvent(Cursor at, Instant time, String typeName, String body) {
    /** The event as it was appended; empty for a type that this release does not know. */
    public Optional<Event> event() {
        return EventType.ofWord(typeName).map(type -> EventBody.decode(type, body));
    }
}
