package coffer.kits;

import java.util.List;

/**
 * What typed words turned out to be.
 *
 * @param <T> what they stand for
 */
public sealed interface WordsRead<T> {
    record Whole<T>(T value) implements WordsRead<T> {}

    /** Some are none of the list. */
    record Unknown<T>(List<UnknownWord> words) implements WordsRead<T> {
        public Unknown {
            words = List.copyOf(words);
        }
    }

    /** All words are of the list, and still something is wrong. The reason is for people and names no secret. */
    record Refused<T>(String reason) implements WordsRead<T> {}
}
