package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages whose end two parsers could see in different places (RFC 9112 § 11.2). Each is followed by a request that a
 * mistaken parser would take for the next one; it must never be answered.
 */
class SmugglingProtocolTest {
    private static final String SECOND = "GET /plain/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "Content-Length: 5, 5\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: -5\r\n\r\nhello",
                "Content-Length: 0x5\r\n\r\nhello",
                "Content-Length: 5 5\r\n\r\nhello",
                "Content-Length: 5a\r\n\r\nhello",
                "Content-Length:\r\n\r\nhello",
                "Content-Length: 9223372036854775808\r\n\r\nhello",
                "Content-Length: 99999999999999999999999\r\n\r\nhello",
                "Content-Length: \u00b2\r\n\r\nhello",
                "Content-Length : 5\r\n\r\nhello",
                " Content-Length: 5\r\n\r\nhello",
                "X: a\r\n Content-Length: 5\r\n\r\nhello",
                "X: a\r\n\tb\r\n\r\n",
                "X: a\nContent-Length: 5\r\n\r\nhello",
                "X: a\rY: b\r\n\r\n",
                "X: a\u0000b\r\n\r\n",
                "X: a\u0007b\r\n\r\n",
                "X\u0000: a\r\n\r\n",
                "X Y: a\r\n\r\n",
                ": a\r\n\r\n",
                "NoColon\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "Host: other\r\n\r\n",
            })
    void aHeaderThatLeavesTheEndOpenIsRefused(String rest) throws IOException {
        refused("POST /remote.php/dav/x HTTP/1.1\r\nHost: h\r\n" + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "x\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
                "5 \u0001\r\nhello\r\n0\r\n\r\n",
                "0\r\nX: a\nY: b\r\n\r\n",
            })
    void aBodyInBrokenChunksIsRefused(String chunks) throws IOException {
        refused("PUT /remote.php/dav/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /remote.php/dav/x HTTP/1.1\r\n\r\n",
                "GET /remote.php/dav/x HTTP/1.1\nHost: h\n\n",
                "GET /remote.php/dav/x\r\n\r\n",
                "GET /remote.php/dav/x HTTP/1.2\r\nHost: h\r\n\r\n",
                "GET /remote.php/dav/x HTTP/3.0\r\nHost: h\r\n\r\n",
                "G\u0001T /remote.php/dav/x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET\t/remote.php/dav/x\tHTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /remote.php/dav/x HTTP/1.1\r\nHost: h h\r\n\r\n",
                "GET /remote.php/dav/x HTTP/1.1\r\nHost: h@i\r\n\r\n",
                "GET /remote.php/dav/x HTTP/1.1\r\nHost: h/i\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            })
    void whatIsNotHttpIsRefused(String request) throws IOException {
        refused(request);
    }

    @Test
    void chunksWithExtensionsAndTrailersEndWhereTheyEnd() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("PUT /remote.php/dav/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: a\r\n\r\n" + SECOND);

            assertThat(client.read().text()).isEqualTo("[x]  11");
            assertThat(client.read().text()).isEqualTo("[smuggled]  0");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("PUT /plain/first HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + SECOND);

            assertThat(client.read().text()).isEqualTo("[first]  5");
            assertThat(client.read().text()).isEqualTo("[smuggled]  0");
        }
    }

    private void refused(String request) throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send(request + SECOND);

            Answer answer = client.read();

            assertThat(answer.status()).isBetween(400, 599);
            assertThat(client.ended()).as("the connection is closed").isTrue();
            assertThat(server.reached).isEmpty();
        }
        assertThat(server.get("/plain/alive").text()).startsWith("[alive]");
    }
}
