package coffer.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785, as far as events go. */
final class CanonicalJsonTest {
    /** The string of the example in § 3.2.2. */
    @Test
    void stringsAreEscapedAsShortlyAsPossible() {
        String parsed = "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}";
        assertThat(CanonicalJson.write(CanonicalJson.parse(parsed)))
                .isEqualTo("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** The example of § 3.2.3. */
    @Test
    void membersAreSortedByTheirUtf16CodeUnits() {
        String parsed = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;
        assertThat(CanonicalJson.parse(parsed).values())
                .map(Object::toString)
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    @Test
    void everyControlCharacterHasItsForm() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c <= 0x20; c++) {
            all.append(c);
        }
        all.append("\u007f\u2028\ufeff");
        SortedMap<String, Object> object = new TreeMap<>();
        object.put("all", all.toString());
        String text = CanonicalJson.write(object);
        assertThat(text)
                .startsWith("{\"all\":\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r")
                .endsWith("\\u001e\\u001f \u007f\u2028\ufeff\"}");
        assertThat(CanonicalJson.parse(text)).isEqualTo(object);
    }

    @Test
    void objectsNestAsDeepAsTheLimitAndNoDeeper() {
        assertThat(CanonicalJson.write(nested(CanonicalJson.DEPTH_MAX))).hasSize(4 * 6 - 4);
        assertThatThrownBy(() -> CanonicalJson.write(nested(CanonicalJson.DEPTH_MAX + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CanonicalJson.parse("{\"a\":{\"a\":{\"a\":{}}}}")).hasSize(1);
        assertThatThrownBy(() -> CanonicalJson.parse("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void integersAreThoseThatEveryReaderKeeps() {
        SortedMap<String, Object> object = new TreeMap<>();
        object.put("n", CanonicalJson.INTEGER_MAX);
        assertThat(CanonicalJson.write(object)).isEqualTo("{\"n\":9007199254740991}");
        object.put("n", -CanonicalJson.INTEGER_MAX);
        assertThat(CanonicalJson.write(object)).isEqualTo("{\"n\":-9007199254740991}");
        object.put("n", CanonicalJson.INTEGER_MAX + 1);
        assertThatThrownBy(() -> CanonicalJson.write(object)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unpairedSurrogatesHaveNoForm() {
        for (String text : new String[] {"\ud800", "a\udc00", "\udc00\ud800", "\ud800\ud800\udc00"}) {
            SortedMap<String, Object> object = new TreeMap<>();
            object.put("text", text);
            assertThatThrownBy(() -> CanonicalJson.write(object)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1.5}",
                "{\"a\":1e3}",
                "{\"a\":true}",
                "{\"a\":null}",
                "{\"a\":[1]}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":99999999999999999999999}",
                "{\"a\":\"\n\"}",
                "{\"a\":1,}"
            })
    void whatIsNoObjectOfStringsIntegersAndObjectsIsRefused(String text) {
        assertThatThrownBy(() -> CanonicalJson.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SortedMap<String, Object> nested(int depth) {
        SortedMap<String, Object> object = new TreeMap<>();
        if (depth > 1) {
            object.put("a", nested(depth - 1));
        }
        return object;
    }
}
