package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a@b", "anna.meier+x@example.org", "a@bücher.example", "o'neil@a-b.c"})
    void theseAreAddresses(String text) {
        assertThat(Texts.emailFault(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "@b", "a@", "a@@b", "a b@c", "a@b..c", ".a@b", "a.@b", "a@-b", "a@b\r\nBcc: x", "<a@b>"
            })
    void theseAreNot(String text) {
        assertThat(Texts.emailFault(text)).isPresent();
    }

    @Test
    void aNameHasBounds() {
        assertThat(Texts.nameFault("x".repeat(Texts.NAME_LENGTH_MAX))).isEmpty();
        assertThat(Texts.nameFault("x".repeat(Texts.NAME_LENGTH_MAX + 1))).isPresent();
    }

    @ParameterizedTest
    @EnumSource(ProfileField.class)
    void everyProfileFieldMayBeEmptyAndHasABound(ProfileField field) {
        String filler =
                switch (field) {
                    case PHONE -> "0".repeat(field.lengthMax() - 1);
                    case WEBSITE -> "https://a.b/" + "x".repeat(field.lengthMax() - 12);
                    default -> "x".repeat(field.lengthMax());
                };
        assertThat(field.fault("")).isEmpty();
        assertThat(field.fault(filler)).isEmpty();
        assertThat(field.fault(filler + "00")).isPresent();
        assertThat(field.fault("a\0b")).isPresent();
        assertThat(ProfileField.ofKey(field.key())).contains(field);
    }
}
