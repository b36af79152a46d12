package coffer.kits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Words as a person has typed them: in small or capital letters, in one line or many, with or without numbers before them, in full or cut
 * to four letters.
 */
final class WrittenWords {
    /** Far more than the longest form has. */
    static final int TEXT_CHARS_MAX = 4_096;

    private static final Pattern BETWEEN = Pattern.compile("[\\s\\h,;]+");
    private static final Pattern COUNTING = Pattern.compile("^[0-9]{0,2}[.):]?");

    private WrittenWords() {}

    /**
     * Reads words that stand for bytes.
     *
     * @param expected how many words there must be
     * @param meaning what the bytes mean; they are overwritten when it returns
     */
    static <T> WordsRead<T> read(String text, int expected, Function<byte[], WordsRead<T>> meaning) {
        if (text.length() > TEXT_CHARS_MAX) {
            return new WordsRead.Refused<>("the text is too long for " + expected + " words");
        }
        List<String> written = split(text);
        List<UnknownWord> unknown = unknown(written, expected);
        if (!unknown.isEmpty()) {
            return new WordsRead.Unknown<>(unknown);
        }
        if (written.size() != expected) {
            return new WordsRead.Refused<>("it takes " + expected + " words, and there are " + written.size());
        }
        int[] numbers = written.stream()
                .mapToInt(word -> WordList.ENGLISH.number(word).orElseThrow())
                .toArray();
        byte[] bytes = WordCode.bytes(numbers);
        Arrays.fill(numbers, 0);
        try {
            return meaning.apply(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static List<String> split(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .map(word -> COUNTING.matcher(word).replaceFirst(""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The words that are none of the list, at most as many as there should be words at all: each is compared with the whole list. */
    private static List<UnknownWord> unknown(List<String> written, int expected) {
        return IntStream.range(0, written.size())
                .filter(at -> WordList.ENGLISH.number(written.get(at)).isEmpty())
                .limit(expected)
                .mapToObj(at -> new UnknownWord(at + 1, WordList.ENGLISH.near(written.get(at))))
                .toList();
    }
}
