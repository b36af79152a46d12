package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyWordsTest {
    private final List<String> words = KeyWords.of(Kits.key());

    @Test
    void theWordsAreReadBack() {
        assertThat(words).hasSize(KeyWords.COUNT);
        assertThat(Kits.value(read(String.join(" ", words)))).isEqualTo(Kits.key());
    }

    @Test
    void theyAreReadAsPeopleWriteThem() {
        String numbered = IntStream.range(0, words.size())
                .mapToObj(i -> (i + 1) + ". " + words.get(i))
                .collect(Collectors.joining("\n"));
        String joined = IntStream.range(0, words.size())
                .mapToObj(i -> String.format(Locale.ROOT, "%02d)%s", i + 1, words.get(i)))
                .collect(Collectors.joining("\r\n"));
        String cut = words.stream()
                .map(word -> word.substring(0, Math.min(4, word.length())))
                .collect(Collectors.joining(", "));
        String pasted = "\u00a0\t" + String.join("\u00a0 ", words).toUpperCase(Locale.ROOT) + "\n";

        for (String text : List.of(numbered, joined, cut, pasted, String.join(";", words))) {
            assertThat(Kits.value(read(text))).as(text).isEqualTo(Kits.key());
        }
    }

    @Test
    void aWordThatIsNoneOfTheListIsNamedWithItsNearest() {
        List<String> typed = new ArrayList<>(words);
        typed.set(2, "abandn");
        typed.set(23, "qqqqqqqq");

        List<UnknownWord> unknown = Kits.unknown(read(String.join(" ", typed)));

        assertThat(unknown).map(UnknownWord::position).containsExactly(3, 24);
        assertThat(unknown.getFirst().near()).first().isEqualTo("abandon");
        assertThat(unknown.getLast().near()).isEmpty();
    }

    @Test
    void oneMistakeOfTypingInAWordIsSuggestedAway() {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            List<String> typed = new ArrayList<>(words);
            typed.set(i, "q" + word.substring(1) + "q");
            List<UnknownWord> unknown = Kits.unknown(read(String.join(" ", typed)));
            assertThat(unknown).map(UnknownWord::position).containsExactly(i + 1);
            assertThat(WordList.ENGLISH.near(word.substring(0, word.length() - 1) + "q"))
                    .contains(word);
        }
    }

    @Test
    void moreUnknownWordsThanThereShouldBeAreNotLookedAt() {
        assertThat(Kits.unknown(read("qqqq ".repeat(500)))).hasSize(KeyWords.COUNT);
    }

    @Test
    void anotherNumberOfWordsIsNamed() {
        assertThat(Kits.refusal(read(""))).isEqualTo("it takes 24 words, and there are 0");
        assertThat(Kits.refusal(read(String.join(" ", words.subList(0, 23)))))
                .isEqualTo("it takes 24 words, and there are 23");
        assertThat(Kits.refusal(read(String.join(" ", words) + " zoo")))
                .isEqualTo("it takes 24 words, and there are 25");
    }

    @Test
    void exchangedWordsAreNoticed() {
        List<String> typed = new ArrayList<>(words);
        Collections.swap(typed, 0, 1);

        assertThat(Kits.refusal(read(String.join(" ", typed)))).contains("two words may be exchanged");
    }

    /** The checksum has eight bits only; what slips through is a key of another id. */
    @Test
    void noExchangeOfTwoWordsGivesTheSameRootId() {
        int unnoticed = 0;
        for (int i = 0; i < words.size(); i++) {
            for (int j = i + 1; j < words.size(); j++) {
                List<String> typed = new ArrayList<>(words);
                Collections.swap(typed, i, j);
                if (!typed.equals(words)
                        && read(String.join(" ", typed)) instanceof WordsRead.Whole<ExportedRootKey> whole) {
                    unnoticed++;
                    assertThat(whole.value().id()).isNotEqualTo(Kits.key().id());
                }
            }
        }
        assertThat(unnoticed).isLessThan(10);
    }

    @Test
    void aTextAtTheLimitIsReadAndALongerOneIsNot() {
        String text = String.join(" ", words);
        String filled = text + " ".repeat(WrittenWords.TEXT_CHARS_MAX - text.length());

        assertThat(Kits.value(read(filled))).isEqualTo(Kits.key());
        assertThat(Kits.refusal(read(filled + " "))).isEqualTo("the text is too long for 24 words");
    }

    @Test
    void theRootIdIsAskedOfWhoKnowsHowItIsMade() {
        UUID id = new UUID(3, 4);

        assertThat(Kits.value(KeyWords.read(String.join(" ", words), _ -> id)).id())
                .isEqualTo(id);
    }

    @Test
    void noWordIsPrinted() {
        assertThat(read(String.join(" ", words)).toString())
                .contains("[secret]")
                .doesNotContain(words.getFirst());
        assertThat(read("abandn " + String.join(" ", words)).toString())
                .contains("word 1")
                .doesNotContain("abandon");
    }

    private static WordsRead<ExportedRootKey> read(String text) {
        return KeyWords.read(text, Kits::rootId);
    }
}
