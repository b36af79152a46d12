package coffer.events;

import coffer.base.Actor;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One act and how it ended, as the features report it to {@link EventLog#append}: the envelope of every event.
 *
 * <p>Secrets never stand in it: a changed secret is reported as {@link #CHANGED}. Values longer than
 * {@value #VALUE_CHARS_MAX} characters are cut, because no act may fail over its own record.
 *
 * @param before changed fields with their value before the act; a field that did not exist is absent
 * @param after changed fields with their value after the act; a field that no longer exists is absent
 * @param reason why it was refused or failed, in a few words without secrets; empty when it succeeded
 */
public record Event(
        EventType type,
        Outcome outcome,
        Actor actor,
        Target target,
        SortedMap<String, String> before,
        SortedMap<String, String> after,
        String reason) {
    /** The longest path, as UTF-16. */
    public static final int VALUE_CHARS_MAX = 4_096;

    /** Fields of {@code before} and of {@code after}. Their names are fixed by the feature; lists go into one value. */
    public static final int FIELDS_MAX = 16;

    /** Stands for a value that nobody may read. */
    public static final String CHANGED = "changed";

    private static final String CUT = "…";

    public Event {
        target = new Target(target.kind(), cut(target.id()), cut(target.path()), cut(target.owner()));
        before = cut(before);
        after = cut(after);
        reason = cut(reason);
    }

    /** Done and durable, if the transaction it is appended in is. */
    public static Event ok(EventType type, Actor actor, Target target) {
        return of(type, Outcome.OK, actor, target, "");
    }

    /** Refused; nothing was changed. */
    public static Event denied(EventType type, Actor actor, Target target, String reason) {
        return of(type, Outcome.DENIED, actor, target, reason);
    }

    /** Tried, but failed; nothing was changed. */
    public static Event error(EventType type, Actor actor, Target target, String reason) {
        return of(type, Outcome.ERROR, actor, target, reason);
    }

    private static Event of(EventType type, Outcome outcome, Actor actor, Target target, String reason) {
        return new Event(
                type, outcome, actor, target, Collections.emptySortedMap(), Collections.emptySortedMap(), reason);
    }

    /** This event with a field that had the first value and has the second now. */
    public Event changed(String field, String from, String to) {
        return new Event(type, outcome, actor, target, with(before, field, from), with(after, field, to), reason);
    }

    /** This event with a field that it has set, or with a detail worth telling. */
    public Event with(String field, String value) {
        return new Event(type, outcome, actor, target, before, with(after, field, value), reason);
    }

    /** This event with a field that it has removed. */
    public Event without(String field, String value) {
        return new Event(type, outcome, actor, target, with(before, field, value), after, reason);
    }

    /** The stored form without time and type: canonical JSON. */
    public String body() {
        return EventBody.encode(this);
    }

    private static SortedMap<String, String> with(SortedMap<String, String> fields, String field, String value) {
        SortedMap<String, String> more = new TreeMap<>(fields);
        more.put(field, value);
        return more;
    }

    private static SortedMap<String, String> cut(SortedMap<String, String> fields) {
        if (fields.size() > FIELDS_MAX) {
            throw new IllegalArgumentException("more than " + FIELDS_MAX + " fields in one event");
        }
        SortedMap<String, String> copy = new TreeMap<>();
        fields.forEach((field, value) -> copy.put(field, cut(value)));
        return Collections.unmodifiableSortedMap(copy);
    }

    private static String cut(String value) {
        if (value.length() <= VALUE_CHARS_MAX) {
            return value;
        }
        int end = VALUE_CHARS_MAX - CUT.length();
        // Not within a surrogate pair.
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
