package coffer.history;

import coffer.base.Actor;
import coffer.events.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act on a file or collection.
 *
 * @param at its place in the order of all events; no two acts on one file have the same
 * @param time when it took place, to the microsecond
 * @param actor what kind of actor did it
 * @param uid user id of the actor at that time, {@code operator}, or the name of the background work
 * @param pathBefore where the file was, with a leading slash; empty if it was not there or the event does not tell
 * @param pathAfter where it was afterwards; empty if it was gone or the event does not tell
 * @param sizeBeforeBytes null where the event does not tell
 * @param sizeAfterBytes null where the event does not tell
 */
public record HistoryEntry(
        Cursor at,
        Instant time,
        Act act,
        Actor.Kind actor,
        String uid,
        Device device,
        String pathBefore,
        String pathAfter,
        @Nullable Long sizeBeforeBytes,
        @Nullable Long sizeAfterBytes) {
    /**
     * For somebody who sees only a part of the space, or has it from somebody else: paths speak of the whole, and devices are the business of the
     * owner of that time.
     */
    HistoryEntry withoutSurroundings() {
        return new HistoryEntry(at, time, act, actor, uid, Device.UNKNOWN, "", "", sizeBeforeBytes, sizeAfterBytes);
    }
}
