package coffer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Load on a small server that keeps what it is given, over real sockets. */
class LoadTest {

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private HttpServer server;
    private Target target;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var path = exchange.getRequestURI().getPath();
                if (exchange.getRequestMethod().equals("PUT")) {
                    stored.put(path, exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(201, -1);
                    return;
                }
                var content = stored.get(path);
                exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
                if (content != null) {
                    exchange.getResponseBody().write(content);
                }
            }
        });
        server.start();
        target = Target.open("127.0.0.1", server.getAddress().getPort(), "/dav");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyConnectionWorksAsOftenAsItIsTold() throws IOException {
        var outcome = Load.times(
                50,
                target,
                4,
                (connection, worker, number) -> connection.store(
                        target.put("/" + worker + "-" + number, new Pattern(worker * 50 + number, 5_000))));

        assertThat(outcome.requests()).isEqualTo(200);
        assertThat(stored).hasSize(200).containsKey("/dav/3-49");
        try (var connection = new Connection(target)) {
            assertThatCode(() -> connection.verify(target.get("/3-49"), new Pattern(3 * 50 + 49, 5_000)))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> connection.verify(target.get("/3-49"), new Pattern(0, 5_000)))
                    .isInstanceOf(WrongAnswer.class);
        }
    }

    @Test
    void contentThatNeedsManyWritesArrivesWhole() throws IOException {
        var large = new Pattern(1, (5 << 20) + 11);
        try (var connection = new Connection(target)) {
            connection.store(target.put("/large", large));

            connection.verify(target.get("/large"), large);
        }
    }

    @Test
    void anUnexpectedStatusFailsTheLoad() {
        assertThatThrownBy(() -> Load.times(
                        10,
                        target,
                        2,
                        (connection, _, _) -> connection.expect(200, target.get("/missing"), BodySink.FORGET)))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("404 instead of 200");
    }
}
