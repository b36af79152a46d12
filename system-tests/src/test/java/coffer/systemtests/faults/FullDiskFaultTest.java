package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import coffer.systemtests.ServerProcess;
import coffer.systemtests.disk.TestDisk;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a full disk writes are refused with 507, nothing that was there changes, reading goes on, and space heals everything. */
class FullDiskFaultTest {

    private static final int LARGE_BYTES = 1 << 20;
    private static final int SMALL_BYTES = 2_000;
    private static final int SMALL_WRITES_MAX = 500;

    @TempDir
    Path home;

    private TestDisk disk;
    private ServerProcess server;
    private DavClient dav;

    @BeforeEach
    void start() throws IOException {
        disk = TestDisk.plain(home);
        serve();
        put("/small.txt", content(1, SMALL_BYTES), 201);
        put("/large.bin", content(2, LARGE_BYTES), 201);
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

    private static byte[] content(long seed, int bytes) {
        return new Content.Piece(seed, bytes).bytes();
    }

    private void put(String path, byte[] content, int status) throws IOException {
        var answer = dav.put(path, content);
        assertThat(answer.status()).as("PUT %s: %s", path, answer).isEqualTo(status);
    }

    private void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(507);
        assertThat(answer.text()).contains("<s:exception>Sabre\\DAV\\Exception\\InsufficientStorage</s:exception>");
        assertThat(answer.header("content-type")).hasValue("application/xml; charset=utf-8");
    }

    private void assertHas(String path, byte[] content) throws IOException {
        var answer = dav.get(path);
        assertThat(answer.status()).as("GET %s: %s", path, answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
    }

    private void assertOldContentIsThere() throws IOException {
        assertHas("/small.txt", content(1, SMALL_BYTES));
        assertHas("/large.bin", content(2, LARGE_BYTES));
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void aLargeFileThatDoesNotFitIsRefusedWith507AndLeavesNothing() throws Exception {
        long before = disk.control().usedBytes();
        disk.control().leaveFree(LARGE_BYTES / 2);

        assertRefused(dav.put("/new.bin", content(3, LARGE_BYTES)));
        assertRefused(dav.put("/large.bin", content(4, LARGE_BYTES)));
        assertRefused(dav.put("/small.txt", content(5, LARGE_BYTES)));

        assertOldContentIsThere();
        assertThat(dav.get("/new.bin").status()).isEqualTo(404);
        assertThat(disk.control().usedBytes())
                .as("what was received of the refused files is gone")
                .isLessThan(before + LARGE_BYTES / 4);
        put("/little.txt", content(6, SMALL_BYTES), 201);

        disk.control().makeEndless();
        put("/new.bin", content(3, LARGE_BYTES), 201);
        put("/large.bin", content(4, LARGE_BYTES), 204);
        assertHas("/large.bin", content(4, LARGE_BYTES));
    }

    @Test
    void aChunkThatDoesNotFitIsRefusedWith507AndTheUploadGoesOnLater() throws Exception {
        var upload = dav.uploadsRoot() + "/a-transfer";
        send("MKCOL", upload, Map.of(), new byte[0], 201);
        send("PUT", upload + "/1", Map.of(), content(7, LARGE_BYTES), 201);
        disk.control().leaveFree(LARGE_BYTES / 2);

        assertRefused(dav.send("PUT", upload + "/2", Map.of(), BodyPublishers.ofByteArray(content(8, LARGE_BYTES))));
        assertThat(dav.list(upload, 1)).noneMatch(resource -> resource.href().endsWith("/2"));

        disk.control().makeEndless();
        send("PUT", upload + "/2", Map.of(), content(8, LARGE_BYTES), 201);
        send("MOVE", upload + "/.file", dav.destination("/large.bin"), new byte[0], 204);
        assertThat(dav.get("/large.bin").body())
                .startsWith(content(7, LARGE_BYTES))
                .endsWith(content(8, LARGE_BYTES));
    }

    private void send(String method, String path, Map<String, String> headers, byte[] body, int status)
            throws IOException {
        var answer = dav.send(method, path, headers, BodyPublishers.ofByteArray(body));
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(status);
    }

    @Test
    void aDatabaseThatCannotGrowRefusesWith507AndKeepsWhatItAcknowledged() throws Exception {
        disk.control().leaveFree(100_000);
        var acknowledged = new TreeMap<String, byte[]>();
        int refused = 0;
        for (int i = 0; refused < 5; i++) {
            assertThat(i).as("small writes on a full disk").isLessThan(SMALL_WRITES_MAX);
            var content = content(100 + i, SMALL_BYTES);
            var answer = dav.put("/n" + i, content);
            if (answer.status() == 201) {
                acknowledged.put("/n" + i, content);
            } else {
                assertRefused(answer);
                refused++;
            }
        }
        assertRefused(dav.makeCollection("/folder"));
        assertRefused(dav.move("/small.txt", "/moved.txt"));
        assertOldContentIsThere();
        assertThat(dav.list(dav.filesRoot() + "/", 1)).hasSize(1 + 2 + acknowledged.size());

        disk.control().makeEndless();
        assertThat(dav.makeCollection("/folder").status()).isEqualTo(201);
        put("/small.txt", content(9, SMALL_BYTES), 204);
        dav.close();
        server.stop();
        serve();
        for (var file : acknowledged.entrySet()) {
            assertHas(file.getKey(), file.getValue());
        }
        assertHas("/small.txt", content(9, SMALL_BYTES));
    }

    @Test
    void aServerStartedOnAFullDiskReadsAndHeals() throws Exception {
        dav.close();
        server.kill();
        serve();
        disk.control().leaveFree(0);

        assertOldContentIsThere();
        assertRefused(dav.put("/new.bin", content(3, LARGE_BYTES)));

        disk.control().makeEndless();
        put("/new.bin", content(3, LARGE_BYTES), 201);
    }
}
