package coffer.history;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was done to a file or collection. The words are stored and shown, so they never change. */
public enum Act {
    CREATED,
    /** It has new content. */
    CHANGED,
    /** It was moved or renamed. */
    MOVED,
    /** It was made as a copy of what is at the path before. */
    COPIED,
    /** A copy of it was made at the path after; itself it is as it was. */
    COPIED_TO,
    DELETED,
    /** It is back where it was deleted, or has earlier content again. */
    RESTORED,
    LOCKED,
    UNLOCKED,
    /** Its times or dead properties were changed. */
    PROPERTIES_CHANGED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** In lower case with hyphens: {@code copied-to}. */
    public String word() {
        return word;
    }

    /** Empty for a word that a newer release has written. */
    static Optional<Act> ofWord(String word) {
        return Stream.of(values()).filter(act -> act.word.equals(word)).findFirst();
    }
}
