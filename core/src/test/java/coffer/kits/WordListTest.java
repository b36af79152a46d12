package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordListTest {
    private static final WordList LIST = WordList.ENGLISH;

    @Test
    void theListIsThePublishedOne() throws Exception {
        try (InputStream file =
                Objects.requireNonNull(WordList.class.getResourceAsStream("bip39-english.txt"), "list")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
        assertThat(words()).hasSize(WordList.WORDS).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void fourLettersTellAWordFromAllOthers() {
        assertThat(words().stream().map(word -> word.substring(0, Math.min(WordList.CUT_CHARS, word.length()))))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyWordIsFoundInFullAndCut() {
        List<String> words = words();
        for (int number = 0; number < WordList.WORDS; number++) {
            String word = words.get(number);
            for (int length = Math.min(WordList.CUT_CHARS, word.length()); length <= word.length(); length++) {
                assertThat(LIST.number(word.substring(0, length))).hasValue(number);
            }
        }
    }

    @Test
    void whatIsNoWordIsNotFound() {
        for (String other : List.of("", "a", "aba", "abandons", "zooo", "zzzz", "Abandon", "abs", "\u00fcber")) {
            assertThat(LIST.number(other)).as("[%s]", other).isEmpty();
        }
    }

    @Test
    void theNearestWordsAreSuggested() {
        assertThat(LIST.near("abandn")).first().isEqualTo("abandon");
        assertThat(LIST.near("aband0n")).containsExactly("abandon");
        assertThat(LIST.near("zebar")).first().isEqualTo("zebra");
        assertThat(LIST.near("qqqqqqqq")).isEmpty();
        assertThat(LIST.near("at")).hasSize(WordList.NEAR_WORDS_MAX);
        assertThat(LIST.near("a".repeat(5_000))).isEmpty();
    }

    @Test
    void onlyWordsWithinTwoMistakesAreNear() {
        assertThat(LIST.near("abandonx")).containsExactly("abandon");
        assertThat(LIST.near("abandonxy")).containsExactly("abandon");
        assertThat(LIST.near("abandonxyz")).isEmpty();
    }

    @Test
    void mistakesOfTypingAreCounted() {
        assertThat(SpellingDistance.between("zebra", "zebra")).isZero();
        assertThat(SpellingDistance.between("", "zoo")).isEqualTo(3);
        assertThat(SpellingDistance.between("zoo", "")).isEqualTo(3);
        assertThat(SpellingDistance.between("zbera", "zebra")).isEqualTo(1);
        assertThat(SpellingDistance.between("zebr", "zebra")).isEqualTo(1);
        assertThat(SpellingDistance.between("zebrra", "zebra")).isEqualTo(1);
        assertThat(SpellingDistance.between("zobra", "zebra")).isEqualTo(1);
        assertThat(SpellingDistance.between("ca", "abc")).isEqualTo(3);
        assertThat(SpellingDistance.between("kitten", "sitting")).isEqualTo(3);
    }

    private static List<String> words() {
        return IntStream.range(0, WordList.WORDS).mapToObj(LIST::word).toList();
    }
}
