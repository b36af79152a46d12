package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.Seeds;
import coffer.systemtests.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that vanishes in the middle of a word changes nothing and leaves nothing behind, and nobody else notices. */
class CutConnectionFaultTest {

    private static final int CUTS = 60;
    private static final int BODY_BYTES = 150_000;
    private static final byte[] OLD = new Content.Piece(1, 60_000).bytes();

    @TempDir
    Path home;

    private ServerProcess server;
    private DavClient dav;
    private Random random;

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.start(ServerProcess.Settings.in(home.resolve("data")));
        dav = server.admin();
        random = new Random(Seeds.of("cuts"));
        assertThat(dav.put("/file.bin", OLD).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        dav.close();
        server.close();
    }

    @Test
    void aPutCutAtAnyByteLeavesTheOldContent() throws Exception {
        var before = dav.list(dav.filesRoot() + "/file.bin", 0);

        for (int cut = 0; cut < CUTS; cut++) {
            sendAndCut(request("PUT", dav.filesRoot() + "/file.bin", cut % 2 == 0));
            sendAndCut(request("PUT", dav.filesRoot() + "/never.bin", cut % 2 == 0));
        }

        assertThat(dav.list(dav.filesRoot() + "/file.bin", 0))
                .as("etag, mtime, size")
                .isEqualTo(before);
        assertThat(dav.get("/file.bin").body()).isEqualTo(OLD);
        assertThat(dav.get("/never.bin").status()).isEqualTo(404);
        assertNothingIsLeft();
    }

    @Test
    void aChunkCutAtAnyByteIsNotThereAndCanBeSentAgain() throws Exception {
        var upload = dav.uploadsRoot() + "/transfer";
        send("MKCOL", upload, Map.of(), new byte[0], 201);
        send("PUT", upload + "/1", Map.of(), OLD, 201);

        for (int cut = 0; cut < CUTS; cut++) {
            sendAndCut(request("PUT", upload + (cut % 3 == 0 ? "/1" : "/2"), cut % 2 == 0));
        }

        assertThat(dav.list(upload, 1)).noneMatch(resource -> resource.href().endsWith("/2"));
        send("PUT", upload + "/2", Map.of(), "the end".getBytes(StandardCharsets.UTF_8), 201);
        send("MOVE", upload + "/.file", dav.destination("/file.bin"), new byte[0], 204);
        assertThat(dav.get("/file.bin").body())
                .startsWith(OLD)
                .endsWith("the end".getBytes(StandardCharsets.UTF_8))
                .hasSize(OLD.length + 7);
        assertNothingIsLeft();
    }

    @Test
    void clientsThatNeverReadDoNotStopOthers() throws Exception {
        var large = new Content.Piece(3, 8_000_000).bytes();
        assertThat(dav.put("/large.bin", large).status()).isEqualTo(201);
        var deaf = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 40; i++) {
                var socket = connect();
                deaf.add(socket);
                socket.getOutputStream().write(head("GET", dav.filesRoot() + "/large.bin", ""));
            }

            for (int i = 0; i < 40; i++) {
                assertThat(dav.put("/n" + i, OLD).status()).isEqualTo(201);
                assertThat(dav.get("/n" + i).body()).isEqualTo(OLD);
            }
        } finally {
            for (var socket : deaf) {
                socket.close();
            }
        }
        assertThat(dav.get("/large.bin").body()).isEqualTo(large);
    }

    /** A whole request, of which only a part will be sent. */
    private byte[] request(String method, String path, boolean chunkedCoding) throws IOException {
        var body = new byte[BODY_BYTES];
        random.nextBytes(body);
        var request = new ByteArrayOutputStream();
        if (chunkedCoding) {
            request.write(head(method, path, "Transfer-Encoding: chunked\r\n"));
            for (int from = 0; from < body.length; from += 10_000) {
                request.write("2710\r\n".getBytes(StandardCharsets.US_ASCII)); // 10,000
                request.write(body, from, 10_000);
                request.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            request.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            request.write(head(method, path, "Content-Length: " + body.length + "\r\n"));
            request.write(body);
        }
        return request.toByteArray();
    }

    private byte[] head(String method, String path, String more) {
        var credentials = ServerProcess.ADMIN + ":" + ServerProcess.ADMIN_PASSWORD;
        return """
                %s %s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Authorization: Basic %s\r
                %s\r
                """.formatted(
                        method,
                        path,
                        server.address().getPort(),
                        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
                        more)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    }

    /** Sends up to the last byte but one, then hangs up: politely, or with a reset. */
    private void sendAndCut(byte[] request) throws IOException {
        try (var socket = connect()) {
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0);
            }
            socket.getOutputStream().write(Arrays.copyOf(request, 1 + random.nextInt(request.length - 1)));
            if (random.nextBoolean()) {
                socket.shutdownOutput();
            }
        }
    }

    private void send(String method, String path, Map<String, String> headers, byte[] body, int status)
            throws IOException {
        var answer = dav.send(method, path, headers, BodyPublishers.ofByteArray(body));
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(status);
    }

    /** A drained stop has waited for every request, so what is still staged then was forgotten. */
    private void assertNothingIsLeft() throws Exception {
        assertThat(server.isAlive()).isTrue();
        server.stop();
        try (var staged = Files.list(home.resolve("data").resolve("staging"))) {
            assertThat(staged).isEmpty();
        }
    }
}
