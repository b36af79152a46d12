package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Network;
import coffer.server.http.TrustedProxies.Client;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final String PROXY = "10.0.0.1";

    private final TrustedProxies proxies = new TrustedProxies(Stream.of("10.0.0.0/24", "2001:db8:ffff::/48")
            .map(text -> Network.parse(text).orElseThrow())
            .toList());

    private Client byUsual(String... lines) {
        return proxies.client(PROXY, "http", List.of(), List.of(lines), List.of());
    }

    private Client byStandard(String... lines) {
        return proxies.client(PROXY, "http", List.of(lines), List.of(), List.of());
    }

    @Test
    void withoutHeadersThePeerIsTheClient() {
        assertThat(proxies.client(PROXY, "https", List.of(), List.of(), List.of()))
                .isEqualTo(new Client(PROXY, "https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.0", "9.255.255.255", "192.0.2.1", "::1", "2001:db8:fffe::1", "unknown", ""})
    void whatAnUnlistedPeerSaysMeansNothing(String peer) {
        Client client = proxies.client(
                peer, "http", List.of("for=192.0.2.7;proto=https"), List.of("192.0.2.7"), List.of("https"));

        assertThat(client).isEqualTo(new Client(peer, "http"));
        assertThat(proxies.trusts(peer)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.255", "2001:db8:ffff::1", "::ffff:10.0.0.1"})
    void aListedPeerIsBelieved(String peer) {
        assertThat(proxies.client(peer, "http", List.of(), List.of("192.0.2.7"), List.of("https")))
                .isEqualTo(new Client("192.0.2.7", "https"));
        assertThat(proxies.trusts(peer)).isTrue();
    }

    @Nested
    class XForwardedFor {
        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
                192.0.2.7                                ~ 192.0.2.7
                1.2.3.4, 192.0.2.7                       ~ 192.0.2.7
                1.2.3.4 , 192.0.2.7, 10.0.0.2            ~ 192.0.2.7
                1.2.3.4, 192.0.2.7, 10.0.0.2 , 10.0.0.3  ~ 192.0.2.7
                nonsense, 192.0.2.7                      ~ 192.0.2.7
                10.0.0.9, 10.0.0.2                       ~ 10.0.0.9
                192.0.2.7:4711                           ~ 192.0.2.7
                [2001:db8::7]:4711                       ~ 2001:db8:0:0:0:0:0:7
                2001:DB8::7                              ~ 2001:db8:0:0:0:0:0:7
                ::ffff:192.0.2.7                         ~ 192.0.2.7
                """)
        void theNearestAddressThatIsNoTrustedProxyIsTheClient(String value, String address) {
            assertThat(byUsual(value).address()).isEqualTo(address);
        }

        @Test
        void severalLinesAreOneList() {
            assertThat(byUsual("1.2.3.4", "192.0.2.7", "10.0.0.2").address()).isEqualTo("192.0.2.7");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ",",
                    "unknown",
                    "192.0.2.7,",
                    "192.0.2.256",
                    "192.0.2",
                    "1.2.3.4.5",
                    "0x7f.1",
                    "localhost",
                    "192.0.2.7:port",
                    "[192.0.2.7]",
                    "[::1",
                    "::1]",
                    ":::",
                    "192.0.2.7 10.0.0.1",
                    "192.0.2.7\u0001",
                    "fe80::1%eth0",
                })
        void anUnreadableEndLeavesThePeer(String value) {
            assertThat(byUsual(value).address()).isEqualTo(PROXY);
        }

        @Test
        void behindTheLastReadableProxyNothingIsBelieved() {
            assertThat(byUsual("192.0.2.7, unknown, 10.0.0.2").address()).isEqualTo("10.0.0.2");
        }
    }

    @Nested
    class Forwarded {
        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
                for=192.0.2.7                                          ~ 192.0.2.7
                For="192.0.2.7:4711"                                   ~ 192.0.2.7
                for="[2001:db8::7]:4711"                               ~ 2001:db8:0:0:0:0:0:7
                for="[2001:db8::7]"                                    ~ 2001:db8:0:0:0:0:0:7
                by=10.0.0.1;for=192.0.2.7;host=evil.example;proto=http ~ 192.0.2.7
                for=1.2.3.4, for=192.0.2.7, for=10.0.0.2               ~ 192.0.2.7
                for=1.2.3.4;by="a, b;for=9.9.9.9", for=192.0.2.7       ~ 192.0.2.7
                """)
        void theNearestAddressThatIsNoTrustedProxyIsTheClient(String value, String address) {
            assertThat(byStandard(value).address()).isEqualTo(address);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "for=unknown",
                    "for=_hidden",
                    "for=",
                    "for",
                    "proto=https",
                    "192.0.2.7",
                    "for=192.0.2.7;=",
                    "for=192.0.2.7 x",
                    "for=\"192.0.2.7",
                    "for=\"192.0.2\\.7\"",
                    "for=2001:db8::7",
                })
        void whatIsNotTheStandardLeavesThePeer(String value) {
            assertThat(byStandard(value)).isEqualTo(new Client(PROXY, "http"));
        }

        @Test
        void theSchemeIsThatOfTheClient() {
            assertThat(byStandard("for=192.0.2.7;proto=https, for=10.0.0.2;proto=http"))
                    .isEqualTo(new Client("192.0.2.7", "https"));
        }

        @Test
        void aLongAndHostileListIsReadInOneGo() {
            String long1 = "for=192.0.2.7;by=\"" + "\\".repeat(15_000) + "\"";
            String long2 = "for=\"" + "a;,".repeat(5_000);

            assertThat(byStandard(long1, long2).address()).isEqualTo(PROXY);
        }
    }

    /** A proxy that writes one of the headers and lets the client's own pass as the other must not help the client. */
    @Test
    void headersThatContradictEachOtherLeaveThePeer() {
        assertThat(proxies.client(PROXY, "http", List.of("for=9.9.9.9"), List.of("192.0.2.7"), List.of())
                        .address())
                .isEqualTo(PROXY);
        assertThat(proxies.client(PROXY, "http", List.of("for=192.0.2.7"), List.of("1.1.1.1, 192.0.2.7"), List.of())
                        .address())
                .isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource({"https, https", "HTTPS, https", "'http, https', https", "'https, http', http", "wss, http", "'', http"})
    void theLastSchemeCounts(String proto, String scheme) {
        assertThat(proxies.client(PROXY, "http", List.of(), List.of(), List.of(proto))
                        .scheme())
                .isEqualTo(scheme);
    }
}
