package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock command-line sync client keeps two folders and the server the same. */
class NextcloudcmdClientTest {

    @TempDir
    Path home;

    private SyncedAccount account;
    private DavClient dav;

    @BeforeEach
    void start() throws IOException {
        account = SyncedAccount.start(home);
        dav = account.dav();
    }

    @AfterEach
    void stop() throws IOException {
        account.close();
    }

    private List<String> sync(Path folder) throws IOException, InterruptedException {
        return account.sync(folder);
    }

    private static SortedMap<String, OddTree.Found> read(Path folder) throws IOException {
        return SyncedAccount.read(folder);
    }

    @Test
    void anOddTreeGoesUpAndDownAndASecondRunTransfersNothing() throws Exception {
        var one = Files.createDirectory(home.resolve("one"));
        var other = Files.createDirectory(home.resolve("other"));
        OddTree.create(one);
        OddTree.createBigFile(one.resolve(OddTree.BIG_FILE));

        sync(one);
        assertThat(sync(one)).as("the second run").noneMatch(RequestRecorder.transfers());
        sync(other);
        assertThat(sync(other)).as("the second run").noneMatch(RequestRecorder.transfers());

        assertThat(read(other)).containsExactlyEntriesOf(read(one));
    }

    /**
     * This version, offered bulk upload, announces a body for a batch with an empty file, sends none and gives up; every
     * file of the batch stays behind. So it must not be offered to it, and then it sends each file by itself.
     */
    @Test
    void emptyFilesGoUpTogetherWithOthers() throws Exception {
        var one = Files.createDirectory(home.resolve("one"));
        var other = Files.createDirectory(home.resolve("other"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(one.resolve("empty " + i), "");
            Files.writeString(one.resolve("full " + i), "content of " + i);
        }

        assertThat(sync(one))
                .anyMatch(request -> request.startsWith("PUT "))
                .noneMatch(request -> request.startsWith("POST "));
        sync(other);

        assertThat(read(other)).containsExactlyEntriesOf(read(one));
    }

    @Test
    void changesOnEitherSideArriveOnTheOther() throws Exception {
        var one = Files.createDirectory(home.resolve("one"));
        var other = Files.createDirectory(home.resolve("other"));
        OddTree.create(one);
        sync(one);
        sync(other);

        change(one, "first");
        sync(one);
        sync(other);
        assertThat(read(other)).containsExactlyEntriesOf(read(one));

        change(other, "second");
        sync(other);
        sync(one);
        assertThat(read(one)).containsExactlyEntriesOf(read(other));
        assertThat(sync(one)).as("another run").noneMatch(RequestRecorder.transfers());
    }

    /** Something of everything: new, changed, grown, emptied, renamed, moved, removed; files and folders. */
    private static void change(Path top, String round) throws IOException {
        var folder = top.resolve("in a;b");
        Files.writeString(folder.resolve(round + " new 100%.txt"), "new");
        Files.writeString(folder.resolve("file 11"), "changed in the " + round + " round");
        Files.setLastModifiedTime(folder.resolve("file 11"), FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        Files.writeString(folder.resolve("file 12"), "grown ".repeat(20_000) + round);
        Files.writeString(folder.resolve("file 13"), "");
        Files.createDirectories(top.resolve(round + " folder").resolve("empty"));
        var plain = top.resolve("folder " + (round.equals("first") ? 50 : 51));
        Files.move(plain.resolve("file 14"), top.resolve(round + " folder").resolve("moved #14.txt"));
        // Not in the folder renamed below: 3.7.3 then keeps the name in its journal and deletes it once more in the
        // next run.
        Files.delete(folder.resolve("file " + (round.equals("first") ? 15 : 16)));
        Files.move(plain, top.resolve("renamed in the " + round + " round"));
        OddTree.remove(top.resolve("folder " + (round.equals("first") ? 60 : 61)));
    }

    @Test
    void whatAnotherProgramDoesOnTheServerArrives() throws Exception {
        var folder = Files.createDirectory(home.resolve("one"));
        dav.put("/kept.txt", bytes("kept"));
        dav.put("/moved.txt", bytes("moved"));
        dav.put("/removed.txt", bytes("removed"));
        dav.put("/changed.txt", bytes("before"), Map.of("X-OC-MTime", "1500000000"));
        sync(folder);

        dav.makeCollection("/new folder");
        dav.move("/moved.txt", "/new folder/50% & more;.txt");
        dav.delete("/removed.txt");
        dav.put("/changed.txt", bytes("after"), Map.of("X-OC-MTime", "1600000000"));
        var requests = sync(folder);

        assertThat(read(folder).keySet())
                .containsExactly("changed.txt", "kept.txt", "new folder", "new folder/50% & more;.txt");
        assertThat(folder.resolve("changed.txt")).hasContent("after");
        assertThat(Files.getLastModifiedTime(folder.resolve("changed.txt")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_600_000_000));
        assertThat(requests)
                .as("a move is recognised by the file id and costs no download")
                .noneMatch(request -> request.startsWith("GET ") && request.contains("more"));
    }

    @Test
    void namesThatDifferOnlyByNormalisationAreOneNode() throws Exception {
        var composed = Normalizer.normalize("/Ångström é.txt", Normalizer.Form.NFC);
        var decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertThat(dav.put(composed, bytes("first")).status()).isEqualTo(201);
        assertThat(dav.put(decomposed, bytes("second")).status()).isEqualTo(204);
        // U+212B, the sign for the unit, is the letter after NFC.
        assertThat(dav.put(composed.replace('\u00c5', '\u212b'), bytes("second"))
                        .status())
                .isEqualTo(204);
        var folder = Files.createDirectory(home.resolve("one"));

        sync(folder);

        assertThat(dav.list(dav.filesRoot() + "/", 1)).hasSize(2);
        assertThat(read(folder)).hasSize(1).containsOnlyKeys(composed.substring(1));
        assertThat(dav.get(decomposed).text()).isEqualTo("second");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
