package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Anna Meier", "a.b_c@d-e'f", "0", "...", ".hidden", "a..b", "anna@example.org"})
    void theseAreUserIds(String text) {
        assertThat(Uid.parse(text)).contains(new Uid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "..", " a", "a ", "a/b", "a\\b", "a\tb", "a\nb", "ä", "а", "a%b", "a;b", "a:b", "a\0", "*"
            })
    void theseAreNot(String text) {
        assertThat(Uid.parse(text)).isEmpty();
        assertThatThrownBy(() -> new Uid(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sixtyFourCharactersAreTheMost() {
        assertThat(Uid.parse("x".repeat(Uid.LENGTH_MAX))).isPresent();
        assertThat(Uid.parse("x".repeat(Uid.LENGTH_MAX + 1))).isEmpty();
    }

    @Test
    void letterCaseDoesNotDistinguish() {
        assertThat(new Uid("ANNA").key()).isEqualTo(new Uid("anna").key());
    }
}
