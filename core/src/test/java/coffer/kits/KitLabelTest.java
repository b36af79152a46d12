package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KitLabelTest {
    private static final UUID ROOT = new UUID(1, 2);

    @Test
    void anInstallationHasUpToSixtyFourPrintableCharacters() {
        for (String fit : List.of("a", "a b", "~!", "x".repeat(64))) {
            assertThat(label(Kits.MADE, fit).installation()).isEqualTo(fit);
        }
        for (String unfit : List.of("", " ", " a", "a ", "a\nb", "a\tb", "Z\u00fcrich", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .as("installation [%s]", unfit)
                    .isThrownBy(() -> label(Kits.MADE, unfit));
        }
    }

    @Test
    void theTimeIsWholeSecondsOfYearsWithFourDigits() {
        assertThat(label(Instant.parse("2026-11-22T10:00:00.999999999Z"), "a").made())
                .isEqualTo(Kits.MADE);
        for (String fit : List.of("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
            assertThat(label(Instant.parse(fit), "a").made()).hasToString(fit);
        }
        for (String unfit : List.of("1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
            assertThatIllegalArgumentException().isThrownBy(() -> label(Instant.parse(unfit), "a"));
        }
    }

    @Test
    void aKitHasTheLabelOfItsKey() {
        assertThat(Kits.kit().label())
                .isEqualTo(new KitLabel(
                        UUID.fromString("edc5eb52-24ed-06b2-7059-bbdf2844dbea"), Kits.MADE, Kits.INSTALLATION));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecoveryKit(Kits.key(), Kits.MADE, "\n"));
    }

    @Test
    void aClosedKitHoldsNoKeyAnyMore() {
        RecoveryKit kit = Kits.kit();
        kit.close();

        assertThatThrownBy(() -> kit.key().reveal()).isInstanceOf(IllegalStateException.class);
        assertThat(kit).isNotEqualTo(Kits.kit());
    }

    @Test
    void aRootKeyHasThirtyTwoBytes() {
        assertThat(Kits.key().reveal()).isEqualTo(Kits.counting(0x60, 32));
        for (int length : new int[] {0, 31, 33}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ExportedRootKey.of(new byte[length], Kits::rootId));
        }
    }

    private static KitLabel label(Instant made, String installation) {
        return new KitLabel(ROOT, made, installation);
    }
}
