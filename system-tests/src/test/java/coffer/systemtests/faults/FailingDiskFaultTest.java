package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import coffer.systemtests.ServerProcess;
import coffer.systemtests.disk.DiskControl;
import coffer.systemtests.disk.TestDisk;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The 1st, 2nd, 3rd … call by which the process changes its disk fails, SQLite's own calls included, until the request works although the
 * chosen call was never made. Each time the request is either refused and nothing has changed, or acknowledged and true, and the next
 * request works. In the end the server is started again and must show the same.
 */
class FailingDiskFaultTest {

    private static final int CALLS_MAX = 200;
    private static final int LARGE_BYTES = 200_000;
    private static final byte[] NOTHING = {};

    @TempDir
    Path home;

    private TestDisk disk;
    private ServerProcess server;
    private DavClient dav;

    @BeforeEach
    void start() throws IOException {
        disk = TestDisk.plain(home);
        serve();
    }

    private void serve() throws IOException {
        server = ServerProcess.start(ServerProcess.Settings.in(disk.directory()).withEnvironment(disk.environment()));
        dav = server.admin();
    }

    @AfterEach
    void stop() {
        dav.close();
        server.close();
        disk.close();
    }

    /** What is asked of the server while a call fails, in a state that {@link #prepare} makes. */
    enum Request {
        PUT_INLINE(0),
        PUT_FILE(0),
        MOVE(0),
        DELETE(0),
        ASSEMBLE(1);

        private final int chunks;

        Request(int chunks) {
            this.chunks = chunks;
        }

        void prepare(DavClient dav, int round) throws IOException {
            must(201, 204, dav.put("/file", old(round)));
            for (int chunk = 0; chunk < chunks; chunk++) {
                var upload = dav.uploadsRoot() + "/transfer" + round;
                must(201, 201, dav.send("MKCOL", upload, Map.of(), BodyPublishers.noBody()));
                must(201, 201, dav.send("PUT", upload + "/1", Map.of(), BodyPublishers.ofByteArray(fresh(round))));
            }
        }

        Answer send(DavClient dav, int round) throws IOException {
            return switch (this) {
                case PUT_INLINE, PUT_FILE -> dav.put("/file", fresh(round));
                case MOVE -> dav.move("/file", "/moved" + round);
                case DELETE -> dav.delete("/file");
                case ASSEMBLE -> {
                    var file = dav.uploadsRoot() + "/transfer" + round + "/.file";
                    yield dav.send("MOVE", file, dav.destination("/file"), BodyPublishers.noBody());
                }
            };
        }

        /** What the file holds when the request was acknowledged; empty for no file. */
        byte[] after(int round) {
            return switch (this) {
                case PUT_INLINE, PUT_FILE, ASSEMBLE -> fresh(round);
                case MOVE, DELETE -> NOTHING;
            };
        }

        byte[] old(int round) {
            return new Content.Piece(2L * round, 1 + size() / 2).bytes();
        }

        byte[] fresh(int round) {
            return new Content.Piece(2L * round + 1, size()).bytes();
        }

        private int size() {
            return this == PUT_INLINE ? 1000 : LARGE_BYTES;
        }

        private static void must(int status, int orStatus, Answer answer) {
            assertThat(answer.status()).as(answer.toString()).isIn(status, orStatus);
        }
    }

    @ParameterizedTest
    @EnumSource(Request.class)
    void aFailingCallRefusesTheRequestOrIsMadeUpFor(Request request) throws Exception {
        int refused = 0;
        byte[] expected = NOTHING;
        for (int call = 1; ; call++) {
            assertThat(call).as("calls of one request").isLessThan(CALLS_MAX);
            request.prepare(dav, call);
            disk.control().failCall(call, call % 2 == 0 ? DiskControl.EIO : DiskControl.ENOSPC);
            var answer = request.send(dav, call);
            boolean failed = disk.control().hasFailed();
            disk.control().repair();

            if (answer.status() < 300) {
                expected = request.after(call);
            } else {
                assertThat(answer.status()).as("call %d: %s", call, answer).isIn(500, 507);
                expected = request.old(call);
                refused++;
            }
            assertThat(content())
                    .as("after call %d, answered %d", call, answer.status())
                    .isEqualTo(expected);
            if (answer.status() < 300 && !failed) {
                break;
            }
        }
        System.out.println(request + ": refused " + refused + " times");
        assertThat(refused).as("calls that the request depends on").isPositive();

        dav.close();
        server.kill();
        serve();
        assertThat(content()).isEqualTo(expected);
    }

    private byte[] content() throws IOException {
        var answer = dav.get("/file");
        assertThat(answer.status()).isIn(200, 404);
        return answer.status() == 200 ? answer.body() : Arrays.copyOf(NOTHING, 0);
    }
}
