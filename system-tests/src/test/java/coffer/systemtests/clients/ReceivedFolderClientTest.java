package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock sync client as the recipient of a folder. */
class ReceivedFolderClientTest {
    private static final String API = "/ocs/v2.php/apps/files_sharing/api/v1/";
    private static final Pattern LEFT = Pattern.compile("\"id\":\"(ocinternal:\\d+)\"");

    @TempDir
    Path home;

    private SyncedAccount anna;
    private DavClient ben;
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        anna = SyncedAccount.start(home);
        ben = anna.somebodyElse("ben");
        folder = Files.createDirectory(home.resolve("one"));
        Files.writeString(folder.resolve("own.txt"), "anna's own");
        ben.makeCollection("/Plans").expect("a folder", 201);
        ben.put("/Plans/a.txt", bytes("from ben")).expect("a file", 201);
    }

    @AfterEach
    void stop() throws IOException {
        ben.close();
        anna.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String call(DavClient who, String method, String path, String form) throws IOException {
        return who.send(
                        method,
                        API + path,
                        Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                        BodyPublishers.ofString(form))
                .expect(method + " " + path, 200)
                .text();
    }

    private void share(int permissions) throws IOException {
        call(ben, "POST", "shares", "path=/Plans&shareType=0&shareWith=anna&permissions=" + permissions);
    }

    @Test
    void whatWasReceivedIsKeptTheSameOnBothSides() throws Exception {
        share(31);
        anna.sync(folder);
        assertThat(folder.resolve("Plans/a.txt")).hasContent("from ben");

        Files.writeString(folder.resolve("Plans/a.txt"), "changed by anna");
        Files.createDirectory(folder.resolve("Plans/sub"));
        Files.writeString(folder.resolve("Plans/sub/b.txt"), "new from anna");
        anna.sync(folder);
        assertThat(ben.get("/Plans/a.txt").text()).isEqualTo("changed by anna");
        assertThat(ben.get("/Plans/sub/b.txt").text()).isEqualTo("new from anna");

        ben.put("/Plans/sub/c.txt", bytes("new from ben")).expect("a file", 201);
        ben.delete("/Plans/a.txt").expect("gone", 204);
        anna.sync(folder);
        assertThat(folder.resolve("Plans/sub/c.txt")).hasContent("new from ben");
        assertThat(folder.resolve("Plans/a.txt")).doesNotExist();
        assertThat(folder.resolve("own.txt")).hasContent("anna's own");
        assertThat(anna.sync(folder)).as("another run").noneMatch(RequestRecorder.transfers());
    }

    @Test
    void deletingItLeavesItsOwnersFilesAloneAndCanBeUndone() throws Exception {
        share(31);
        anna.sync(folder);
        Files.delete(folder.resolve("Plans/a.txt"));
        ben.put("/Plans/kept.txt", bytes("kept")).expect("a file", 201);
        anna.sync(folder);
        assertThat(ben.get("/Plans/a.txt").status())
                .as("what is in it can be deleted")
                .isEqualTo(404);

        OddTree.remove(folder.resolve("Plans"));
        anna.sync(folder);
        assertThat(anna.dav().get("/Plans/kept.txt").status()).isEqualTo(404);
        assertThat(ben.get("/Plans/kept.txt").text()).isEqualTo("kept");

        var left = LEFT.matcher(call(anna.dav(), "GET", "deletedshares", ""));
        assertThat(left.find()).isTrue();
        call(anna.dav(), "POST", "deletedshares/" + left.group(1), "");
        anna.sync(folder);
        assertThat(folder.resolve("Plans/kept.txt")).hasContent("kept");
    }

    @Test
    void whatMayOnlyBeReadStaysAsItIs() throws Exception {
        share(1);
        anna.sync(folder);
        Files.writeString(folder.resolve("Plans/b.txt"), "not wanted");
        anna.run(folder);
        assertThat(ben.get("/Plans/b.txt").status()).isEqualTo(404);
        assertThat(ben.get("/Plans/a.txt").text()).isEqualTo("from ben");
    }
}
