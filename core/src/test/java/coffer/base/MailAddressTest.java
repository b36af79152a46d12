package coffer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MailAddressTest {
    @Test
    void anAddressHasTwoParts() {
        MailAddress address = new MailAddress("anna.meier+x@bücher.example");
        assertThat(address.localPart()).isEqualTo("anna.meier+x");
        assertThat(address.domain()).isEqualTo("bücher.example");
        assertThat(address).hasToString("anna.meier+x@bücher.example");
    }

    @Test
    void anAddressHasBounds() {
        String local = "a".repeat(MailAddress.LOCAL_PART_MAX);
        String domain = "b".repeat(MailAddress.LENGTH_MAX - MailAddress.LOCAL_PART_MAX - 1);
        assertThat(MailAddress.fault(local + "@" + domain)).isEmpty();
        assertThat(MailAddress.fault(local + "@" + domain + "b")).isPresent();
        assertThat(MailAddress.fault(local + "a@b")).isPresent();
    }

    @Test
    void whatCouldAddAHeaderOrARecipientIsNoAddress() {
        for (String text :
                new String[] {"a@b\nBcc: x@y", "a@b\r\n", "a@b,c@d", "a@b c", "<a@b>", "Anna <a@b>", "a@b\0"}) {
            assertThatThrownBy(() -> new MailAddress(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
