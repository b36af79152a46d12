package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.passwords.PasswordPolicies;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7/32",
        "::ffff:192.0.2.7, 192.0.2.7/32",
        "2001:db8:1:1ff:2:3:4:5, 2001:db8:1:100:0:0:0:0/56",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/56",
        "local, 0:0:0:0:0:0:0:0/128",
        "'', 0:0:0:0:0:0:0:0/128"
    })
    void failuresAreCountedForThisBlock(String address, String block) {
        assertThat(Network.counted(address).toString()).isEqualTo(block);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.9.9.9/8, 10.1.1.1, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/60, 2001:db8::1, false",
        "::1, 127.0.0.1, false",
        "127.0.0.1, ::ffff:127.0.0.1, true"
    })
    void aBlockContainsWhatHasItsPrefix(String block, String address, boolean contained) {
        Network counted = Network.counted(address);
        assertThat(Network.parse(block).orElseThrow().contains(counted)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all",
                "10.0.0.0/33",
                "10/8",
                "10.1/16",
                "2001:db8::/129",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "256.0.0.1",
                "::ffff:10.0.0.0/104",
                "example.org",
                "10.0.0.0/8/8",
                "fe80::1%eth0"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertThat(Network.parse(text)).isEmpty();
        assertThatThrownBy(() ->
                        new AccountsSettings(AccountPolicy.standard(), PasswordPolicies.standard(), List.of(text)))
                .hasMessageContaining("throttle.exempt");
    }

    @Test
    void settingsNameAtMostAHundredExemptNetworks() {
        List<String> most = Collections.nCopies(AccountsSettings.EXEMPT_MAX, "10.0.0.0/8");
        List<String> tooMany = Collections.nCopies(AccountsSettings.EXEMPT_MAX + 1, "10.0.0.0/8");
        assertThat(new AccountsSettings(AccountPolicy.standard(), PasswordPolicies.standard(), most).exempt())
                .hasSize(AccountsSettings.EXEMPT_MAX);
        assertThatThrownBy(() -> new AccountsSettings(AccountPolicy.standard(), PasswordPolicies.standard(), tooMany))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "::ffff:10.0.0.1, 10.0.0.1",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "fe80::1%0, fe80:0:0:0:0:0:0:1",
    })
    void aSingleAddressIsABlockOfItsOwn(String text, String address) {
        assertThat(Network.ofAddress(text).orElseThrow().address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/8", "10.1", "localhost", "10.0.0.256", "::1/128", ":::"})
    void whatIsNoSingleAddressIsNone(String text) {
        assertThat(Network.ofAddress(text)).isEmpty();
    }
}
