package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever the key and however its words are written down, they give the key back. */
final class KeyWordsProperties {
    private static final List<String> BETWEEN = List.of(" ", "\n", "\r\n", ", ", "\t", "  ");

    @Property(tries = 500)
    void writtenWordsGiveTheKeyBack(@ForAll @Size(ExportedRootKey.BYTES) byte[] bytes, @ForAll long seed) {
        ExportedRootKey key = ExportedRootKey.of(bytes, Kits::rootId);

        String written = written(KeyWords.of(key), new Random(seed));

        assertThat(Kits.value(KeyWords.read(written, Kits::rootId))).isEqualTo(key);
    }

    private static String written(List<String> words, Random random) {
        return IntStream.range(0, words.size())
                .mapToObj(i -> (random.nextBoolean() ? (i + 1) + "." : "")
                        + dressed(words.get(i), random)
                        + BETWEEN.get(random.nextInt(BETWEEN.size())))
                .collect(Collectors.joining());
    }

    private static String dressed(String word, Random random) {
        int shortest = Math.min(WordList.CUT_CHARS, word.length());
        String cut = word.substring(0, shortest + random.nextInt(word.length() - shortest + 1));
        return random.nextBoolean() ? cut.toUpperCase(Locale.ROOT) : cut;
    }
}
