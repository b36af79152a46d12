package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of the kit from both sides. */
class LimitsProtocolTest {
    private static final int SMALL = 1000;

    private final TestServer server = new TestServer(
            HttpSettings.at("127.0.0.1", 0),
            new Route(
                    List.of("remote.php", "dav", "small"),
                    Access.ANONYMOUS,
                    DavErrors.SHAPE,
                    SMALL,
                    Set.of(),
                    this::read),
            Route.of("/wrapped", Access.ANONYMOUS, DavErrors.SHAPE, this::wrapped)
                    .withBodyBytesMax(SMALL),
            Route.of("/whole", Access.ANONYMOUS, PlainErrors.SHAPE, this::whole));

    private long bytesSeen;

    private void read(Request request, Response response) throws IOException {
        byte[] some = new byte[100];
        for (int n = request.body().read(some); n >= 0; n = request.body().read(some)) {
            bytesSeen += n;
        }
        response.empty(204);
    }

    /** As a parser does that knows only exceptions of its own. */
    private void wrapped(Request request, Response response) {
        try {
            read(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void whole(Request request, Response response) throws IOException {
        response.send(200, "text/plain; charset=utf-8", "" + request.bodyBytes(10).length);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBodyAsLongAsTheRouteAllowsIsRead() throws IOException {
        assertThat(put("/remote.php/dav/small", SMALL).status()).isEqualTo(204);
        assertThat(bytesSeen).isEqualTo(SMALL);
    }

    @Test
    void aBodyThatIsAnnouncedOneByteLongerIsRefusedUnread() throws IOException {
        Answer answer = put("/remote.php/dav/small", SMALL + 1);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text())
                .contains("<s:exception>OCA\\DAV\\Connector\\Sabre\\Exception\\EntityTooLarge</s:exception>");
        assertThat(bytesSeen).isZero();
    }

    @Test
    void aBodyThatProvesLongerIsRefusedWhenItDoes() throws IOException {
        String chunk = Integer.toHexString(SMALL) + "\r\n" + "a".repeat(SMALL) + "\r\n";
        String head = "PUT /remote.php/dav/small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(server.ask(head + chunk + "0\r\n\r\n").status()).isEqualTo(204);
        Answer answer = server.ask(head + chunk + "1\r\na\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("EntityTooLarge");
        assertThat(bytesSeen).isEqualTo(2 * SMALL);
    }

    @Test
    void aRefusedBodyIsSoToldThroughAParserThatWrapsExceptions() throws IOException {
        String chunk = Integer.toHexString(SMALL + 1) + "\r\n" + "a".repeat(SMALL + 1) + "\r\n0\r\n\r\n";

        assertThat(server.ask("PUT /wrapped HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aHandlerMayAllowLessThanItsRoute() throws IOException {
        assertThat(put("/whole", 10).text()).isEqualTo("10");
        assertThat(put("/whole", 11).status()).isEqualTo(413);
        String head = "PUT /whole HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(server.ask(head + "a\r\n0123456789\r\n0\r\n\r\n").text()).isEqualTo("10");
        assertThat(server.ask(head + "b\r\n01234567890\r\n0\r\n\r\n").status()).isEqualTo(413);
    }

    @Test
    void asManyHeaderLinesAsAllowedAreReadAndOneMoreIsRefused() throws IOException {
        String head = "GET /remote.php/dav/x HTTP/1.1\r\nHost: h\r\n";

        assertThat(server.ask(head + "X: a\r\n".repeat(Dispatch.HEADERS_MAX - 1) + "\r\n")
                        .status())
                .isEqualTo(200);
        Answer answer = server.ask(head + "X: a\r\n".repeat(Dispatch.HEADERS_MAX) + "\r\n");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.text()).contains("<d:error");
    }

    @Test
    void aHeaderAsLargeAsAllowedIsReadAndALargerOneIsRefused() throws IOException {
        String line = "GET /remote.php/dav/x HTTP/1.1\r\n";
        String rest = "Host: h\r\nX: " + "a".repeat(HttpSettings.HEADER_BYTES_MAX - line.length() - 20);

        assertThat(server.ask(line + rest + "\r\n\r\n").status()).isEqualTo(200);
        Answer answer = server.ask(line + rest + "a".repeat(20) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.text()).contains("<d:error");
        assertThat(server.get("/plain/alive").status()).isEqualTo(200);
    }

    @Test
    void asManyParametersAsAllowedAreReadAndOneMoreIsRefused() {
        String parameters = "a=b&".repeat(FormData.PARAMETERS_MAX);

        assertThat(FormData.parse(parameters).get("a")).hasSize(FormData.PARAMETERS_MAX);
        assertThatThrownBy(() -> FormData.parse(parameters + "c")).isInstanceOf(RequestRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip", ""})
    void codedContentIsRefused(String coding) throws IOException {
        String head = "PUT /remote.php/dav/x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Encoding: ";

        Answer answer = server.ask(head + coding + "\r\n\r\na");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text()).contains("UnsupportedMediaType");
        assertThat(server.reached).isEmpty();
    }

    private Answer put(String path, int bytes) throws IOException {
        return server.ask(
                "PUT " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + bytes + "\r\n\r\n" + "a".repeat(bytes));
    }
}
