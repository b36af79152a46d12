package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.accounts.Network;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which address the server answers, below which path it is found, and for whose the caller's address is taken. */
class PublicAddressProtocolTest {
    private static final HttpSettings PLAIN = HttpSettings.at("127.0.0.1", 0);

    private TestServer server = start(PLAIN);

    private static TestServer start(HttpSettings settings) {
        return new TestServer(
                settings,
                Route.of(
                        "/where",
                        Access.ANONYMOUS,
                        PlainErrors.SHAPE,
                        (request, response) -> response.send(
                                200,
                                "text/plain; charset=utf-8",
                                request.publicAddress().of("/x"))),
                Route.of(
                        "/who",
                        Access.ANONYMOUS,
                        PlainErrors.SHAPE,
                        (request, response) -> response.send(
                                200,
                                "text/plain; charset=utf-8",
                                request.scheme() + " " + request.origin().address())),
                Route.of("/lacking", Access.ANONYMOUS, PlainErrors.SHAPE, (_, response) -> response.contentLength(5)),
                Route.of("/empty", Access.ANONYMOUS, PlainErrors.SHAPE, (request, response) -> {
                    response.contentLength(0);
                    response.empty(Integer.parseInt(request.segments().getFirst()));
                }));
    }

    private void restart(HttpSettings settings) {
        server.close();
        server = start(settings);
    }

    private static HttpSettings at(String url) {
        return PLAIN.withPublicAddress(Optional.of(PublicAddress.parse(url)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer get(String target, String headers) throws IOException {
        return server.ask("GET " + target + " HTTP/1.1\r\n" + headers + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: evil.example:80\r\nX-Forwarded-Host: evil.example\r\n",
                "Host: 127.0.0.1.evil.example\r\n"
            })
    void aHostThatNobodyListedNeverAppearsInAnAnswer(String headers) throws IOException {
        Answer refused = get("/where", headers);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text() + refused.headers()).doesNotContain("evil");

        restart(at("https://cloud.example"));
        Answer answer = get("/where", headers);
        assertThat(answer.text()).isEqualTo("https://cloud.example/x");
        assertThat(answer.text() + answer.headers()).doesNotContain("evil");
    }

    @Test
    void aForwardedHostIsNotEvenBelievedFromATrustedProxy() throws IOException {
        restart(PLAIN.withTrustedProxies(List.of(Network.parse("127.0.0.1").orElseThrow())));
        String named =
                "Host: localhost\r\nX-Forwarded-Host: evil.example\r\nForwarded: for=192.0.2.7;host=evil.example\r\n";

        assertThat(get("/where", named).text()).isEqualTo("http://localhost/x");
    }

    @Test
    void withoutANamedAddressTheMachineItselfMayBeAsked() throws IOException {
        String self = "127.0.0.1:" + server.address().getPort();

        assertThat(get("/where", "Host: " + self + "\r\n").text()).isEqualTo("http://" + self + "/x");
        assertThat(get("/where", "Host: localhost\r\n").text()).isEqualTo("http://localhost/x");
    }

    @ParameterizedTest
    @CsvSource({
        "/remote.php/dav/a, 200",
        "/coffer/remote.php/dav/a, 200",
        "/coffer/remote.php/dav/a/, 200",
        "/other/remote.php/dav/a, 404",
        "/coffer/coffer/remote.php/dav/a, 404",
        "/cofferremote.php/dav/a, 404",
    })
    void belowAPublicPathBothFormsOfAPathReachTheRoute(String target, int status) throws IOException {
        restart(at("https://example.org/coffer"));

        assertThat(get(target, "Host: h\r\n").status()).isEqualTo(status);
        assertThat(server.reached).isEqualTo(status == 200 ? List.of("GET [a]") : List.of());
    }

    @Test
    void refusalsBelowAPublicPathHaveTheShapeOfTheirRoute() throws IOException {
        restart(at("https://example.org/coffer"));

        assertThat(get("/coffer/remote.php/dav/%2e%2e", "Host: h\r\n").text()).contains("<d:error");
        assertThat(get("/coffer/remote.php/dav/%zz", "Host: h\r\n").text()).contains("<d:error");
        assertThat(get("/coffer/remote.php/dav/" + "a".repeat(Dispatch.TARGET_BYTES_MAX), "Host: h\r\n")
                        .text())
                .contains("<d:error");
    }

    @Test
    void aPublicPathThatIsOneOfTheRoutesIsRefused() {
        assertThatThrownBy(() -> start(at("https://example.org/remote.php")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/remote.php");
    }

    @Test
    void theAddressOfAClientComesFromATrustedProxyOnly() throws IOException {
        String forwarded = "Host: h\r\nX-Forwarded-For: 1.1.1.1, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
        assertThat(get("/who", forwarded).text()).isEqualTo("http 127.0.0.1");

        restart(PLAIN.withTrustedProxies(List.of(Network.parse("127.0.0.0/8").orElseThrow())));
        assertThat(get("/who", forwarded).text()).isEqualTo("https 192.0.2.7");
        assertThat(get("/who", "Host: h\r\n").text()).isEqualTo("http 127.0.0.1");
    }

    /** nginx 1.22 ends the stream of such an answer twice when it announces its length and the connection is busy. */
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 404})
    void anAnswerWithoutContentGoesToAProxyInChunks(int status) throws IOException {
        Answer direct = get("/empty/" + status, "Host: h\r\n");
        assertThat(direct.status()).isEqualTo(status);
        assertThat(direct.header("Content-Length")).isEqualTo("0");
        assertThat(direct.headers()).doesNotContainKey("transfer-encoding");

        restart(PLAIN.withTrustedProxies(List.of(Network.parse("127.0.0.1").orElseThrow())));
        Answer forwarded = get("/empty/" + status, "Host: h\r\n");
        assertThat(forwarded.status()).isEqualTo(status);
        assertThat(forwarded.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(forwarded.headers()).doesNotContainKey("content-length");
        assertThat(forwarded.text()).isEmpty();
    }

    @Test
    void anAnswerThatLacksItsAnnouncedBodyIsBrokenOffToAProxyToo() throws IOException {
        restart(PLAIN.withTrustedProxies(List.of(Network.parse("127.0.0.1").orElseThrow())));
        assertThatThrownBy(() -> get("/lacking", "Host: h\r\n")).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatHasNoBodyHasNoChunksEither() throws IOException {
        restart(PLAIN.withTrustedProxies(List.of(Network.parse("127.0.0.1").orElseThrow())));
        assertThat(get("/empty/204", "Host: h\r\n").headers()).doesNotContainKey("transfer-encoding");
        assertThat(get("/empty/304", "Host: h\r\n").headers()).doesNotContainKey("transfer-encoding");
        assertThat(server.ask("HEAD /empty/201 HTTP/1.1\r\nHost: h\r\n\r\n").headers())
                .doesNotContainKey("transfer-encoding");
    }
}
