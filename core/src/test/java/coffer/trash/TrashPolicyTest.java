package coffer.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrashPolicyTest {
    @Test
    void daysAreReadBetweenTheirBounds() {
        assertThat(TrashPolicy.parse("0").keepsAnything()).isFalse();
        assertThat(TrashPolicy.parse("1").keep()).isEqualTo(Duration.ofDays(1));
        assertThat(TrashPolicy.parse("99999").keep()).isEqualTo(Duration.ofDays(99_999));
        assertThat(TrashPolicy.parse("30")).isEqualTo(TrashPolicy.standard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "100000", "1.5", "thirty"})
    void oddDaysAreRefused(String days) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrashPolicy.parse(days));
    }
}
