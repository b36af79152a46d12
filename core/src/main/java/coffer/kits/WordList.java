package coffer.kits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** The 2,048 English words of BIP-39, each of which stands for eleven bits. In alphabetical order. Does not change. */
final class WordList {
    static final int WORDS = 2_048;
    static final int WORD_BITS = 11;

    /** The first letters that tell a word from all others; a word may be cut to them. */
    static final int CUT_CHARS = 4;

    static final int NEAR_DISTANCE_MAX = 2;
    static final int NEAR_WORDS_MAX = 5;

    /** What is far longer than any word is near none. */
    private static final int NEAR_CHARS_MAX = 16;

    static final WordList ENGLISH = read("bip39-english.txt");

    private final List<String> words;

    private WordList(List<String> words) {
        this.words = words;
    }

    private record Near(String word, int distance) {}

    /** The word of a number from 0 to {@value #WORDS} − 1. */
    String word(int number) {
        return words.get(number);
    }

    /** The number of a word, written in full or cut to four letters or more, in small letters; empty when it is none of the list. */
    OptionalInt number(String written) {
        int at = Collections.binarySearch(words, written);
        if (at >= 0) {
            return OptionalInt.of(at);
        }
        int next = -at - 1;
        boolean isCut = written.length() >= CUT_CHARS
                && next < words.size()
                && words.get(next).startsWith(written);
        return isCut ? OptionalInt.of(next) : OptionalInt.empty();
    }

    /** The words that may have been meant, nearest first. */
    List<String> near(String written) {
        if (written.length() > NEAR_CHARS_MAX) {
            return List.of();
        }
        return words.stream()
                .map(word -> new Near(word, SpellingDistance.between(written, word)))
                .filter(near -> near.distance() <= NEAR_DISTANCE_MAX)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .limit(NEAR_WORDS_MAX)
                .map(Near::word)
                .toList();
    }

    private static WordList read(String resource) {
        try (InputStream file = Objects.requireNonNull(WordList.class.getResourceAsStream(resource), "list of words")) {
            String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            return new WordList(text.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
