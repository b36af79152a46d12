package coffer.events;

import java.util.Locale;

/** How an act ended. An event is written after the act, so that it never claims what then failed. */
public enum Outcome {
    /** Done and durable. */
    OK,
    /** Refused: no right, a lock, a quota, a condition, a wrong secret. Nothing was changed. */
    DENIED,
    /** Allowed, but it failed: damaged content, a full disk. Nothing was changed. */
    ERROR;

    /** The lower-case word that stands in stored events. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
