package coffer.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @Test
    void wordsStandInAnyOrderWithBlanksAround() {
        assertThat(PasswordRules.parse("12 , mixed-case,special, digit ,uncommon"))
                .isEqualTo(new PasswordRules(12, true, true, true, true));
        assertThat(PasswordRules.parse("12")).isEqualTo(new PasswordRules(12, false, false, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "10,uncommon", "64,uncommon,digit,special,mixed-case"})
    void theTextIsReadAgainAsItWas(String text) {
        assertThat(PasswordRules.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "65",
                "999",
                "-8",
                "uncommon",
                "uncommon,10",
                "10,",
                "10,common",
                "10,digit,digit",
                "10 digit"
            })
    void whatIsNotUnderstoodIsRefusedWithWhatIsExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordRules.parse(text))
                .withMessageContaining("8 to 64")
                .withMessageContaining("uncommon, digit, special and mixed-case");
    }

    @Test
    void theLengthHasTwoEdges() {
        assertThat(new PasswordRules(8, false, false, false, false).lengthMin()).isEqualTo(8);
        assertThat(new PasswordRules(64, false, false, false, false).lengthMin())
                .isEqualTo(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordRules(7, false, false, false, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordRules(65, false, false, false, false));
    }
}
