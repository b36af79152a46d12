package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When connections stay, when they close, and that clients see their answers before they do. */
class ConnectionProtocolTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration STOP_TIME = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private TestServer server = server(LONG, LONG, LONG, 100);

    private TestServer server(Duration idle, Duration headerTime, Duration drainTime, int connections) {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                connections,
                HttpSettings.HEADER_BYTES_MAX,
                idle,
                headerTime,
                drainTime,
                STOP_TIME);
        return new TestServer(
                settings,
                unbounded("refuse", (_, _) -> {
                    throw new RequestRefused(507, "full");
                }),
                unbounded("ignore", (_, response) -> response.empty(204)),
                unbounded("read", (request, response) -> {
                    try {
                        response.send(
                                200,
                                "text/plain; charset=utf-8",
                                "" + request.body().readAllBytes().length);
                    } catch (IOException e) {
                        failure.complete(e);
                        throw e;
                    }
                }),
                unbounded("wait", (_, response) -> {
                    entered.countDown();
                    awaitRelease();
                    response.send(200, "text/plain; charset=utf-8", "done");
                }),
                unbounded("half", (_, response) -> {
                    try (OutputStream out = response.body()) {
                        out.write(new byte[ResponseBody.BUFFER_BYTES]);
                        out.write(1);
                        throw new IllegalStateException("the rest cannot be read");
                    }
                }),
                unbounded("flood", (_, response) -> {
                    byte[] piece = new byte[1024 * 1024];
                    try (OutputStream out = response.body()) {
                        while (true) {
                            out.write(piece);
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

    private void restart(Duration idle, Duration headerTime, Duration drainTime, int connections) {
        server.close();
        server = server(idle, headerTime, drainTime, connections);
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchange("GET /plain/" + i + " HTTP/1.1\r\nHost: h\r\n\r\n")
                                .text())
                        .startsWith("[" + i + "]");
            }
        }
    }

    @Test
    void aClientThatAsksForTheEndGetsIt() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.exchange("GET /plain HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                            .header("Connection"))
                    .isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aHeadAnswerHasTheLengthButNotTheBody() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            Answer head = client.exchange("HEAD /plain/a HTTP/1.1\r\nHost: h\r\n\r\n");
            Answer get = client.exchange("GET /plain/a HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(head.header("Content-Length")).isEqualTo("" + get.body().length);
        }
    }

    @Test
    void aSmallUnwantedBodyIsReadAndTheConnectionStays() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            int size = RequestBody.KEEP_ALIVE_DRAIN_BYTES;
            assertThat(client.exchange(put("refuse", size) + "a".repeat(size)).status())
                    .isEqualTo(507);
            assertThat(client.exchange(put("ignore", size) + "a".repeat(size)).status())
                    .isEqualTo(204);
            assertThat(client.exchange(put("read", 3) + "abc").text()).isEqualTo("3");
        }
    }

    @Test
    void aLargeUnwantedBodyIsReadUntilTheClientHasSeenTheAnswer() throws IOException {
        int size = 64 * 1024 * 1024;
        try (RawClient client = new RawClient(server.address())) {
            client.send(put("refuse", size));
            // A client that sends everything before it listens: a reset would lose the answer.
            byte[] piece = new byte[1024 * 1024];
            for (int sent = 0; sent < size; sent += piece.length) {
                client.send(piece);
            }
            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.text()).contains("InsufficientStorage");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anUnwantedBodyThatNeverEndsIsNotReadForEver() throws IOException {
        restart(LONG, LONG, SHORT, 100);
        try (RawClient client = new RawClient(server.address())) {
            client.send(put("refuse", Long.MAX_VALUE));
            assertThat(client.read().status()).isEqualTo(507);

            assertThatThrownBy(() -> {
                        while (true) {
                            client.send("a".repeat(1024));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void permissionToSendIsGivenWhenTheBodyIsRead() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send(expect("read", 5));
            assertThat(client.read().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().text()).isEqualTo("5");
            assertThat(client.exchange(put("read", 3) + "abc").text()).isEqualTo("3");
        }
    }

    @Test
    void permissionToSendIsNotGivenForAnUnwantedBody() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send(expect("refuse", 5));
            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.header("Connection")).isEqualTo("close");
            client.endOutput();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anUnknownExpectationIsRefused() throws IOException {
        assertThat(server.ask("GET /plain HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n")
                        .status())
                .isEqualTo(417);
    }

    @Test
    void aBodyShorterThanAnnouncedIsRefused() throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            client.send(put("read", 10) + "hello").endOutput();

            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("<s:exception>Sabre\\DAV\\Exception\\BadRequest</s:exception>");
            assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(BodyRefused.class);
        }
    }

    @Test
    void aChunkedBodyWithoutItsEndIsRefused() throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            client.send("PUT /read HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                    .endOutput();

            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void aClientThatVanishesWithinItsBodyEndsTheRead() throws Exception {
        RawClient client = new RawClient(server.address());
        client.send(put("read", 10) + "hello").vanish();

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(server.get("/plain/alive").status()).isEqualTo(200);
    }

    @Test
    void aClientThatVanishesWithinTheAnswerEndsTheWrite() throws Exception {
        RawClient client = new RawClient(server.address());
        client.send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n").vanish();

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
    }

    @Test
    void aClientThatDoesNotTakeTheAnswerIsGivenUp() throws Exception {
        restart(SHORT, LONG, LONG, 100);
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
        }
    }

    @Test
    void halfAnAnswerIsBrokenOffInsteadOfEnded() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET /half HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBodyThatPausesTooLongIsAnsweredWith408() throws IOException {
        restart(SHORT, LONG, LONG, 100);
        try (RawClient client = new RawClient(server.address())) {
            client.send(put("read", 10) + "hello");

            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aHeaderThatDripsIsCutOff() throws IOException {
        restart(LONG, SHORT, LONG, 100);
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET /plain/a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);

            client.send("GET /plain/b HTTP/1.1\r\nX: ");

            // Long before the idle limit, which every further byte would push on.
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aRequestThatTakesLongIsNotMistakenForASlowHeader() throws Exception {
        restart(LONG, Duration.ofMillis(50), LONG, 100);
        try (RawClient client = new RawClient(server.address());
                RawClient dripping = new RawClient(server.address())) {
            client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            dripping.send("G");
            // When the one that drips was cut off, several deadlines of the other have passed.
            assertThat(dripping.ended()).isTrue();
            release.countDown();

            assertThat(client.read().text()).isEqualTo("done");
        }
    }

    /** Large moves and copies take their time; the clients wait five minutes. */
    @Test
    void aRequestThatTakesLongerThanTheIdleLimitIsAnswered() throws Exception {
        restart(SHORT, LONG, LONG, 100);
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            entered.await();
            // Each of these is a clock that strikes after the idle limit.
            for (int i = 0; i < 3; i++) {
                try (RawClient silent = new RawClient(server.address())) {
                    assertThat(silent.ended()).isTrue();
                }
            }
            release.countDown();

            assertThat(client.read().text()).isEqualTo("done");
            assertThat(client.exchange("GET /plain/next HTTP/1.1\r\nHost: h\r\n\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        restart(SHORT, LONG, LONG, 100);
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void moreConnectionsThanAllowedWaitUntilOneCloses() throws Exception {
        restart(LONG, LONG, LONG, 2);
        RawClient first = new RawClient(server.address());
        assertThat(first.exchange("GET /plain/1 HTTP/1.1\r\nHost: h\r\n\r\n").status())
                .isEqualTo(200);
        try (RawClient second = new RawClient(server.address());
                RawClient third = new RawClient(server.address())) {
            assertThat(second.exchange("GET /plain/2 HTTP/1.1\r\nHost: h\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            third.send("GET /plain/3 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(second.exchange("GET /plain/4 HTTP/1.1\r\nHost: h\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(server.reached).doesNotContain("GET [3]");
            first.close();

            assertThat(third.read().text()).startsWith("[3]");
        }
    }

    @Test
    void stoppingLetsARequestFinishAndTakesNoNewOne() throws Exception {
        try (RawClient running = new RawClient(server.address());
                RawClient idle = new RawClient(server.address())) {
            assertThat(idle.exchange("GET /plain/1 HTTP/1.1\r\nHost: h\r\n\r\n").status())
                    .isEqualTo(200);
            running.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            entered.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThatThrownBy(() -> {
                        while (true) {
                            new RawClient(server.address()).close();
                        }
                    })
                    .isInstanceOf(IOException.class);

            Answer late = idle.exchange("GET /ignore/2 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("Connection")).isEqualTo("close");
            assertThat(late.text()).contains("<d:error");
            assertThat(stopped).isNotDone();
            release.countDown();

            assertThat(running.read().text()).isEqualTo("done");
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void stoppingBreaksOffWhatDoesNotFinishInTime() throws Exception {
        try (RawClient running = new RawClient(server.address())) {
            running.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            entered.await();

            server.close();

            assertThat(running.ended()).isTrue();
        }
    }

    @Test
    void everythingIsAnsweredWith503BeforeTheServerIsReady() throws IOException {
        Router routes = Router.builder()
                .route(Route.of(
                        "/remote.php/dav", Access.ANONYMOUS, DavErrors.SHAPE, (_, response) -> response.empty(200)))
                .build();
        try (HttpServer starting = new HttpServer(HttpSettings.at("127.0.0.1", 0), routes, SignIn.NOBODY)) {
            starting.start();
            Answer early = RawClient.ask(starting.address(), "GET /remote.php/dav HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.header("X-Nextcloud-Maintenance-Mode")).isEqualTo("1");
            assertThat(early.header("Retry-After")).isNotEmpty();
            assertThat(early.text()).contains("Sabre\\DAV\\Exception\\ServiceUnavailable");
            starting.ready();

            assertThat(RawClient.ask(starting.address(), "GET /remote.php/dav HTTP/1.1\r\nHost: h\r\n\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static String put(String route, long bytes) {
        return "PUT /" + route + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + bytes + "\r\n\r\n";
    }

    private static String expect(String route, long bytes) {
        return "PUT /" + route + " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: " + bytes
                + "\r\n\r\n";
    }
}
