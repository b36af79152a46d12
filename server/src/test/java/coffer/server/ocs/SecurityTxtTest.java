package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import coffer.server.http.PublicAddress;
import coffer.testkit.TurnedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTxtTest {
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T23:59:59Z"));

    @Test
    void whereNobodyIsNamedThereIsNoFile() {
        assertThat(new SecurityTxt(List.of(), Optional.of("https://h.test/rules"), Optional.empty(), clock).text())
                .isEmpty();
    }

    @Test
    void theDateOfExpiryMovesOnByTheDay() {
        SecurityTxt file = new SecurityTxt(List.of("mailto:a@h.test"), Optional.empty(), Optional.empty(), clock);
        assertThat(file.text()).contains("Contact: mailto:a@h.test\r\nExpires: 2027-05-21T00:00:00Z\r\n");

        clock.turn(Duration.ofSeconds(1));

        assertThat(file.text()).contains("Contact: mailto:a@h.test\r\nExpires: 2027-05-22T00:00:00Z\r\n");
    }

    /** RFC 9116 § 2.5.2: an address of the web must begin with https. */
    @Test
    void anAddressWithoutTlsIsNotCanonical() {
        SecurityTxt file = new SecurityTxt(
                List.of("mailto:a@h.test"), Optional.empty(), Optional.of(PublicAddress.parse("http://h")), clock);

        assertThat(file.text().orElseThrow()).doesNotContain("Canonical");
    }

    @ParameterizedTest
    @CsvSource({
        "a@h.test, mailto:a@h.test",
        "a@bücher.test, mailto:a@xn--bcher-kva.test",
        "mailto:a@h.test, mailto:a@h.test",
        "https://h.test/report, https://h.test/report",
        "tel:+41-44-668-18-00, tel:+41-44-668-18-00"
    })
    void contactsBecomeAddresses(String typed, String contact) {
        assertThat(SecurityTxt.contact(typed)).isEqualTo(contact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the porter",
                "http://h.test/",
                "javascript:alert(1)",
                "a@h.test\r\nX: y",
                "https://h.test/ x"
            })
    void whatIsNoContactIsRefused(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> SecurityTxt.contact(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://h.test/", "mailto:a@h.test", "https:", "https:///rules"})
    void rulesStandAtAnAddressOfTheWeb(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> SecurityTxt.policy(typed));
    }
}
