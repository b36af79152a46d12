package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawHttp2Client.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 over TLS (RFC 9113): the same answers as over HTTP/1.1, and streams that do not harm each other. */
class Http2ProtocolTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;

    private static TestCertificate certificate;
    private static SSLContext trust;

    @TempDir
    private static Path directory;

    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private TestServer server;

    @BeforeAll
    static void make() throws IOException {
        certificate = TestCertificate.make("EC");
        trust = TestCertificate.believing(certificate);
    }

    @BeforeEach
    void start() throws IOException {
        server = server(LONG, 1_000);
    }

    private TestServer server(Duration idle, int connections) throws IOException {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of(),
                Optional.of(certificate.writeTo(directory)),
                connections,
                HttpSettings.HEADER_BYTES_MAX,
                idle,
                LONG,
                LONG,
                Duration.ofSeconds(3));
        return new TestServer(
                settings,
                unbounded("echo", (request, response) -> {
                    byte[] body = request.body().readAllBytes();
                    response.body().write(body);
                }),
                unbounded(
                        "length",
                        (request, response) -> response.send(
                                200,
                                "text/plain; charset=utf-8",
                                request.contentLength() + " " + request.body().readAllBytes().length)),
                unbounded("read", (request, response) -> {
                    try {
                        entered.release();
                        request.body().transferTo(OutputStream.nullOutputStream());
                        response.empty(204);
                    } catch (IOException e) {
                        failure.complete(e);
                        throw e;
                    }
                }),
                unbounded("refuse", (_, _) -> {
                    throw new RequestRefused(507, "full").withHeader("Connection", "close");
                }),
                unbounded("wait", (_, response) -> {
                    entered.release();
                    awaitRelease();
                    response.send(200, "text/plain; charset=utf-8", "done");
                }),
                unbounded("half", (_, response) -> {
                    response.body().write(new byte[ResponseBody.BUFFER_BYTES]);
                    response.body().write(1);
                    throw new IllegalStateException("the rest cannot be read");
                }),
                unbounded("flood", (_, response) -> {
                    try {
                        while (true) {
                            response.body().write(new byte[ResponseBody.BUFFER_BYTES]);
                        }
                    } catch (IOException e) {
                        failure.complete(e);
                        throw e;
                    }
                }));
    }

    private static Route unbounded(String name, Handler handler) {
        return new Route(List.of(name), Access.ANONYMOUS, DavErrors.SHAPE, Route.UNBOUNDED, Set.of(), handler);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private RawHttp2Client connect() throws IOException {
        return new RawHttp2Client(server.address(), trust);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("https://localhost:" + server.address().getPort() + path))
                .timeout(LONG);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(trust).build();
    }

    @Test
    void anOrdinaryClientSpeaksHttp2() throws Exception {
        try (HttpClient client = client()) {
            HttpResponse<String> answer =
                    client.send(request("/plain/a").build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("[a]  0");
            assertThat(answer.headers().map()).containsKeys("date", "x-request-id", "content-security-policy");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyLargerThanEveryWindowGoesBothWays(boolean expectContinue) throws Exception {
        byte[] bytes = new byte[5_000_001];
        new Random(5).nextBytes(bytes);
        try (HttpClient client = client()) {
            HttpResponse<byte[]> answer = client.send(
                    request("/echo")
                            .expectContinue(expectContinue)
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(Arrays.equals(answer.body(), bytes)).isTrue();
        }
    }

    @Test
    void aClientThatStillSendsSeesTheRefusal() throws Exception {
        try (HttpClient client = client()) {
            HttpResponse<String> answer = client.send(
                    request("/refuse")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[8 * 1024 * 1024]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(507);
            assertThat(answer.body()).contains("InsufficientStorage");
        }
    }

    @Test
    void contentNeedsNoLength() throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/length");
            assertThat(client.answer(1).text()).isEqualTo("0 0");

            client.request(3, false, "PUT", "/length", "content-length", "5");
            client.frame(RawHttp2Client.DATA, RawHttp2Client.END_STREAM, 3, ascii("hello"));
            assertThat(client.answer(3).text()).isEqualTo("5 5");

            client.request(5, false, "PUT", "/length");
            client.frame(RawHttp2Client.DATA, 0, 5, ascii("hel"));
            client.frame(RawHttp2Client.DATA, RawHttp2Client.END_STREAM, 5, ascii("lo"));
            assertThat(client.answer(5).text()).isIn("-1 5", "5 5");

            client.request(7, false, "PUT", "/length");
            client.frame(RawHttp2Client.DATA, RawHttp2Client.END_STREAM, 7, new byte[0]);
            assertThat(client.answer(7).text()).isIn("-1 0", "0 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, hell", "5, hello!", "x, hello", "-1, hello", "'', hello", "99999999999999999999, hello"})
    void contentOfAnotherLengthThanAnnouncedIsNoRequest(String length, String content) throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, "PUT", "/remote.php/dav/a", ascii(content), "content-length", length);

            Answer answer = client.answer(1);

            assertThat(answer.status == 400 || answer.reset > NO_ERROR || client.saidGoodbye())
                    .as("%s", answer)
                    .isTrue();
            assertThat(server.reached).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
            /remote.php/dav/a;b=c             ~ [a;b=c]
            /remote.php/dav/50%25%20off;%20x  ~ [50% off; x]
            /remote.php/dav/%252F             ~ [%2F]
            /remote.php/dav/%E2%82%AC         ~ [€]
            /remote.php/dav/[a]{b}^`'"<>|     ~ [[a]{b}^`'"<>|]
            /remote.php/dav/a?b/../c          ~ [a]
            """)
    void namesArriveDecodedOnce(String target, String segments) throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", target);

            assertThat(client.answer(1).text()).startsWith(segments + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../etc",
                "/a/./b",
                "/%2e%2e/b",
                "/..%2f..%2fetc",
                "/a%2fb",
                "//a",
                "/a//b",
                "/%c0%af",
                "/%ff",
                "/a%5Cb",
                "/a%01",
                "/a%0D%0Ab"
            })
    void oddTargetsAreRefusedAsOverHttp1(String rest) throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/remote.php/dav" + rest);
            Answer answer = client.answer(1);

            assertThat(answer.status).isEqualTo(400);
            assertThat(answer.text()).contains("<d:error");
            assertThat(server.reached).isEmpty();

            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).status).isEqualTo(200);
        }
    }

    /** What the engine cannot hold as a path does not get as far as a route, so the answer has no shape of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%2", "/%zz", "/a%00", "/a\u0001", "/a b", "/a#b"})
    void whatIsNoTargetAtAllReachesNobody(String rest) throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/remote.php/dav" + rest);
            Answer answer = client.answer(1);

            assertThat(answer.status).as("%s", answer).isEqualTo(400);
            assertThat(server.reached).isEmpty();

            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).status).isEqualTo(200);
        }
    }

    @Test
    void aRefusedRequestEndsItsStreamAndNotTheConnection() throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, false, "PUT", "/refuse", "content-length", "1000000");
            Answer refused = client.answer(1);

            assertThat(refused.status).isEqualTo(507);
            assertThat(refused.text()).contains("InsufficientStorage");
            assertThat(refused.headers).doesNotContainKeys("connection", "keep-alive", "transfer-encoding", "upgrade");

            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).text()).startsWith("[alive]");
        }
    }

    @Test
    void asManyStreamsAsAllowedAreServedAndOneMoreIsRefused() throws Exception {
        try (RawHttp2Client client = connect()) {
            assertThat(client.streamsMax()).isEqualTo(Protocols.STREAMS_MAX);
            for (int i = 0; i < Protocols.STREAMS_MAX; i++) {
                client.request(2 * i + 1, true, "GET", "/wait");
            }
            entered.acquire(Protocols.STREAMS_MAX);
            int further = 2 * Protocols.STREAMS_MAX + 1;
            client.request(further, true, "GET", "/plain/further");

            assertThat(client.answer(further).reset).isEqualTo(REFUSED_STREAM);
            assertThat(server.reached).isEmpty();
            release.countDown();

            assertThat(client.answer(1).text()).isEqualTo("done");
            assertThat(client.answer(further - 2).text()).isEqualTo("done");
            client.request(further + 2, true, "GET", "/plain/next");
            assertThat(client.answer(further + 2).text()).startsWith("[next]");
        }
    }

    @Test
    void moreRequestsThanTheServerBearsAreRefusedUntilOneEnds() throws Exception {
        server.close();
        server = server(LONG, 2);
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/wait");
            client.request(3, true, "GET", "/wait");
            entered.acquire(2);
            client.request(5, true, "GET", "/remote.php/dav/a");
            Answer refused = client.answer(5);
            assertThat(refused.status).isEqualTo(503);
            assertThat(refused.headers).containsKey("retry-after");
            release.countDown();

            assertThat(client.answer(1).text()).isEqualTo("done");
            assertThat(client.answer(3).text()).isEqualTo("done");
            assertThat(server.reached).isEmpty();
        }
    }

    @Test
    void aStreamThatIsCancelledWithinItsBodyEndsTheReadAndNothingElse() throws Exception {
        try (RawHttp2Client client = connect()) {
            client.request(1, false, "PUT", "/read", "content-length", "10");
            client.frame(RawHttp2Client.DATA, 0, 1, ascii("hello"));
            entered.acquire();
            client.frame(RawHttp2Client.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});

            assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).text()).startsWith("[alive]");
        }
    }

    @Test
    void aStreamThatIsCancelledWithinTheAnswerEndsTheWriteAndNothingElse() throws Exception {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/flood");
            client.frame(RawHttp2Client.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});

            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).text()).startsWith("[alive]");
        }
    }

    @Test
    void aStreamWhoseAnswerNobodyTakesIsGivenUp() throws Exception {
        server.close();
        server = server(SHORT, 100);
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/flood");

            assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
        }
    }

    @Test
    void halfAnAnswerIsBrokenOffInsteadOfEnded() throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/half");
            Answer answer = client.answer(1);

            assertThat(answer.ended).isFalse();
            assertThat(answer.reset).isGreaterThan(NO_ERROR);
            client.request(3, true, "GET", "/plain/alive");
            assertThat(client.answer(3).text()).startsWith("[alive]");
        }
    }

    @Test
    void aHeaderLargerThanAllowedReachesNobody() throws IOException {
        try (RawHttp2Client client = connect()) {
            List<String> fields = List.of(
                    ":method",
                    "GET",
                    ":scheme",
                    "https",
                    ":authority",
                    "localhost",
                    ":path",
                    "/plain/a",
                    "x",
                    "a".repeat(HttpSettings.HEADER_BYTES_MAX));
            byte[] block = RawHttp2Client.block(fields);
            int frameMax = 16_384;
            client.frame(RawHttp2Client.HEADERS, RawHttp2Client.END_STREAM, 1, Arrays.copyOf(block, frameMax));
            int continuation = 9;
            client.frame(continuation, 0, 1, Arrays.copyOfRange(block, frameMax, 2 * frameMax));
            client.frame(
                    continuation, RawHttp2Client.END_HEADERS, 1, Arrays.copyOfRange(block, 2 * frameMax, block.length));

            assertThat(client.ended()).isTrue();
            assertThat(server.reached).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection"})
    void fieldsOfAnotherProtocolReachNoHandlerOrMeanNothing(String field) throws IOException {
        try (RawHttp2Client client = connect()) {
            client.request(1, false, "PUT", "/remote.php/dav/a", field, "chunked");
            client.frame(RawHttp2Client.DATA, RawHttp2Client.END_STREAM, 1, ascii("3\r\nabc\r\n0\r\n\r\n"));
            Answer answer = client.answer(1);

            // Whoever is served has sent 13 bytes of content and nothing in chunks.
            assertThat(answer.status >= 400
                            || answer.reset > NO_ERROR
                            || answer.text().endsWith(" 13"))
                    .as("%s %s", answer, answer.text())
                    .isTrue();
        }
    }

    @Test
    void aConnectionThatOnlyChattersIsClosedLikeAnIdleOne() throws Exception {
        server.close();
        server = server(SHORT, 100);
        try (RawHttp2Client client = connect()) {
            CompletableFuture<Integer> farewell = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.goneAway();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            while (!farewell.isDone()) {
                // Each of these is a round trip, so that no flood of pings is taken for an attack.
                try (RawHttp2Client other = connect()) {
                    other.request(1, true, "GET", "/plain/a");
                    other.answer(1);
                    client.frame(RawHttp2Client.PING, 0, 0, new byte[8]);
                } catch (IOException _) {
                    break;
                }
            }
            assertThat(farewell.get(20, TimeUnit.SECONDS)).isEqualTo(NO_ERROR);
        }
    }

    @Test
    void stoppingLetsARequestFinishAndSaysGoodbye() throws Exception {
        try (RawHttp2Client client = connect()) {
            client.request(1, true, "GET", "/wait");
            entered.acquire();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            assertThat(client.goneAway()).isEqualTo(NO_ERROR);
            assertThat(stopped).isNotDone();
            release.countDown();

            Answer answer = new Answer();
            while (!answer.ended) {
                answer = client.further(1);
            }
            assertThat(answer.text()).isEqualTo("done");
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
