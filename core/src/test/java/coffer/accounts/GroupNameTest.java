package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Büro 3", "группа", "開発", "R&D (100%)", "a.b"})
    void theseAreGroupIds(String text) {
        assertThat(GroupName.parse(text).orElseThrow().value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", " a", "a ", "a/b", "a\\b", "a\tb", "a\u202eb", "\ud800"})
    void theseAreNot(String text) {
        assertThat(GroupName.parse(text)).isEmpty();
    }

    @Test
    void sixtyFourCharactersAreTheMost() {
        assertThat(GroupName.parse("ü".repeat(GroupName.LENGTH_MAX))).isPresent();
        assertThat(GroupName.parse("ü".repeat(GroupName.LENGTH_MAX + 1))).isEmpty();
        assertThat(GroupName.parse("u\u0308".repeat(GroupName.LENGTH_MAX))).isPresent();
        assertThat(GroupName.parse("x".repeat(1_000_000))).isEmpty();
    }

    @Test
    void normalFormAndLetterCaseDoNotDistinguish() {
        GroupName composed = GroupName.parse("BÜRO").orElseThrow();
        GroupName decomposed = GroupName.parse("bu\u0308ro").orElseThrow();
        assertThat(composed.key()).isEqualTo(decomposed.key());
        assertThat(GroupName.fold("ΟΔΟΣ")).isEqualTo(GroupName.fold("οδος"));
    }
}
