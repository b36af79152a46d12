package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.locks.FileLockType;
import coffer.systemtests.DavClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server keeps for people, or keeps from being changed, as the sync client and rclone meet it: trash bin, versions, locks. */
class KeepingClientTest {

    private static final Instant LONG_AGO = Instant.parse("2019-03-04T05:06:07Z");
    private static final Instant LATER = LONG_AGO.plusSeconds(60);

    @TempDir
    Path home;

    private Path one;
    private Path other;
    private SyncedAccount account;
    private DavClient dav;
    private KeepingCalls kept;

    @BeforeEach
    void start() throws IOException {
        one = Files.createDirectory(home.resolve("one"));
        other = Files.createDirectory(home.resolve("other"));
        // Every version stays: those of a test are seconds apart.
        account = SyncedAccount.start(home, "--versions-keep", "1h/1s");
        dav = account.dav();
        kept = new KeepingCalls(dav, SyncedAccount.USER);
    }

    @AfterEach
    void stop() throws IOException {
        account.close();
    }

    @Test
    void whatTheSyncClientDeletesIsInTheTrashBinAndComesBackToEveryFolder() throws Exception {
        store(one, "kept.txt", "kept");
        store(one, "folder/deep/in it.txt", "in it");
        store(one, "folder/beside;50%.txt", "beside");
        store(one, "stays/alone & é.txt", "alone");
        syncBoth();
        var before = SyncedAccount.read(one);
        var since = Instant.now();

        OddTree.remove(one.resolve("folder"));
        Files.delete(one.resolve("stays/alone & é.txt"));
        syncBoth();
        assertThat(SyncedAccount.read(other)).containsOnlyKeys("kept.txt", "stays");

        var trash = kept.trash();
        assertThat(trash)
                .extracting(item -> item.property("trashbin-original-location"))
                .containsExactly("folder", "stays/alone & é.txt");
        var folder = trash.getFirst();
        var file = trash.getLast();
        assertThat(file.property("trashbin-filename")).isEqualTo("alone & é.txt");
        assertThat(file.property("getcontentlength")).isEqualTo("5");
        assertThat(folder.property("trashbin-filename")).isEqualTo("folder");
        assertThat(folder.property("size")).isEqualTo("11");
        assertThat(trash)
                .extracting(item -> Instant.ofEpochSecond(Long.parseLong(item.property("trashbin-deletion-time"))))
                .allSatisfy(time -> assertThat(time)
                        .isBetween(since.minusSeconds(1), Instant.now().plusSeconds(1)));
        assertThat(kept.content(file.href())).isEqualTo("alone");
        assertThat(kept.content(folder.href() + "deep/in it.txt")).isEqualTo("in it");
        assertThat(kept.content(folder.href() + "beside;50%.txt")).isEqualTo("beside");

        kept.bringBack(file.href());
        kept.bringBack(folder.href());
        syncBoth();
        assertThat(SyncedAccount.read(one)).containsExactlyEntriesOf(before);
        assertThat(SyncedAccount.read(other)).containsExactlyEntriesOf(before);
        assertThat(kept.trash()).isEmpty();
        assertThat(account.sync(one)).as("another run").noneMatch(RequestRecorder.transfers());
    }

    @Test
    void whatTheSyncClientOverwritesIsAVersionAndComesBackToEveryFolder() throws Exception {
        for (int round = 0; round < 4; round++) {
            store(one, "report.txt", "round " + "x".repeat(round), LONG_AGO.plus(Duration.ofDays(round)));
            account.sync(one);
        }
        account.sync(other);
        assertThat(versions()).containsExactly("round xxx", "round xx", "round x", "round ");

        kept.bringBack(kept.versions("/report.txt").get(2));
        syncBoth();

        assertThat(one.resolve("report.txt")).hasContent("round x");
        assertThat(Files.getLastModifiedTime(one.resolve("report.txt")).toInstant())
                .isEqualTo(LONG_AGO.plus(Duration.ofDays(1)));
        assertThat(SyncedAccount.read(other))
                .containsExactlyEntriesOf(SyncedAccount.read(one))
                .hasSize(1);
        assertThat(versions()).containsExactly("round x", "round xxx", "round xx", "round x", "round ");
        assertThat(account.sync(one)).as("another run").noneMatch(RequestRecorder.transfers());
    }

    @Test
    void whatAProgramLocksTheSyncClientSendsWhenItIsUnlocked() throws Exception {
        store(one, "locked.txt", "before");
        store(one, "free.txt", "before");
        account.sync(one);
        var token = kept.lock("/locked.txt");

        changeInVain();
        kept.unlock("/locked.txt", token);
        syncBoth();

        assertThat(dav.get("/locked.txt").text()).isEqualTo("changed here");
        assertThat(SyncedAccount.read(one)).containsOnlyKeys("free.txt", "locked.txt");
        assertThat(SyncedAccount.read(other)).containsExactlyEntriesOf(SyncedAccount.read(one));
    }

    /**
     * Taking off a lock of {@code files_lock} gives the file a new entity tag, so that clients see it. To 3.7.3 that is a change of the
     * content on the server, and a conflict with its own; so it is with the application itself (its issue 147). Nothing is lost.
     */
    @Test
    void whatAnotherDesktopLocksTheSyncClientKeepsBesideItWhenItIsUnlocked() throws Exception {
        store(one, "locked.txt", "before");
        store(one, "free.txt", "before");
        account.sync(one);
        kept.fileLock("PUT", "/locked.txt", FileLockType.TOKEN);
        account.sync(one);

        changeInVain();
        kept.fileLock("DELETE", "/locked.txt", FileLockType.TOKEN);
        account.sync(one);
        assertThat(one.resolve("locked.txt")).hasContent("before");
        assertThat(SyncedAccount.read(one)).hasSize(3);
        var copy = SyncedAccount.read(one).tailMap("locked (conflicted copy").firstKey();
        assertThat(one.resolve(copy)).hasContent("changed here");

        Files.move(one.resolve(copy), one.resolve("locked.txt"), StandardCopyOption.REPLACE_EXISTING);
        syncBoth();
        assertThat(dav.get("/locked.txt").text()).isEqualTo("changed here");
        assertThat(SyncedAccount.read(other))
                .containsExactlyEntriesOf(SyncedAccount.read(one))
                .hasSize(2);
    }

    /** The sync client sends what it may, and the locked file again and again, but does not give up its change. */
    private void changeInVain() throws IOException, InterruptedException {
        store(one, "locked.txt", "changed here", LATER);
        store(one, "free.txt", "changed too", LATER);
        account.recorder().takeExchanges();
        account.run(one).succeeded();

        assertThat(account.recorder().takeExchanges())
                .filteredOn(exchange -> exchange.contains("/locked.txt"))
                .isNotEmpty()
                .allMatch(exchange -> exchange.matches("PUT .* 423"));
        assertThat(dav.get("/locked.txt").text()).isEqualTo("before");
        assertThat(dav.get("/free.txt").text()).isEqualTo("changed too");
        assertThat(one.resolve("locked.txt")).hasContent("changed here");
        assertThat(SyncedAccount.read(one)).containsOnlyKeys("free.txt", "locked.txt");
    }

    @Test
    void aLockByHandDoesNotStopTheSyncClientOfTheSamePerson() throws Exception {
        store(one, "mine.txt", "before");
        account.sync(one);
        kept.fileLock("PUT", "/mine.txt", FileLockType.USER);
        account.sync(one);

        store(one, "mine.txt", "changed here", LATER);
        syncBoth();

        assertThat(dav.get("/mine.txt").text()).isEqualTo("changed here");
        assertThat(SyncedAccount.read(one)).containsOnlyKeys("mine.txt");
        assertThat(SyncedAccount.read(other)).containsExactlyEntriesOf(SyncedAccount.read(one));
        // It is still there to be taken off.
        kept.fileLock("DELETE", "/mine.txt", FileLockType.USER);
    }

    @Test
    void whatRcloneDeletesCanBeReadInTheTrashBin() throws Exception {
        store(one, "alone.txt", "alone");
        store(one, "folder/deep/in it.txt", "in it");
        store(one, "folder/beside.txt", "beside");
        var rclone = rclone(kept.trashPath());
        rclone.run("copy", one.toString(), "coffer:").succeeded();

        rclone.run("delete", "coffer:alone.txt").succeeded();
        rclone.run("purge", "coffer:folder").succeeded();

        assertThat(dav.list(dav.filesRoot() + "/", 1)).hasSize(1);
        var trash = kept.trash();
        assertThat(trash).hasSize(2);
        var file = Path.of(trash.getFirst().href()).getFileName();
        var folder = Path.of(trash.getLast().href()).getFileName();
        assertThat(rclone.run("lsf", "kept:").succeeded().output().lines())
                .containsExactlyInAnyOrder(file.toString(), folder + "/");
        assertThat(rclone.run("cat", "kept:" + file).succeeded().output()).isEqualTo("alone");
        rclone.run("copy", "kept:" + folder, other.toString()).succeeded();
        assertThat(OddTree.read(other, List.of()))
                .containsExactlyEntriesOf(OddTree.read(one.resolve("folder"), List.of()));
    }

    @Test
    void whatRcloneOverwritesCanBeReadAmongTheVersions() throws Exception {
        store(one, "report.txt", "first");
        dav.put("/report.txt", new byte[0]); // which is no version
        var rclone = rclone(kept.versionsPath("/report.txt"));
        rclone.run("copy", one.toString(), "coffer:").succeeded();
        store(one, "report.txt", "the second", LATER);
        rclone.run("copy", one.toString(), "coffer:").succeeded();

        assertThat(versions()).containsExactly("the second", "first");
        var names = kept.versions("/report.txt").stream()
                .map(href -> Path.of(href).getFileName().toString())
                .toList();
        assertThat(rclone.run("lsf", "kept:").succeeded().output().lines()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(rclone.run("cat", "kept:" + names.getLast()).succeeded().output())
                .isEqualTo("first");
        rclone.run("copy", "kept:", other.toString()).succeeded();
        assertThat(other.resolve(names.getFirst())).hasContent("the second");
        assertThat(other.resolve(names.getLast())).hasContent("first");
    }

    @Test
    void rcloneFailsToWriteWhatIsLockedAndLeavesItAlone() throws Exception {
        store(one, "locked.txt", "before");
        var rclone = rclone(kept.trashPath());
        rclone.run("copy", one.toString(), "coffer:").succeeded();
        store(one, "locked.txt", "changed here", LATER);

        var token = kept.lock("/locked.txt");
        failsToWrite(rclone);
        kept.unlock("/locked.txt", token);
        kept.fileLock("PUT", "/locked.txt", FileLockType.TOKEN);
        failsToWrite(rclone);
        kept.fileLock("DELETE", "/locked.txt", FileLockType.TOKEN);
        rclone.run("copy", one.toString(), "coffer:").succeeded();
        assertThat(dav.get("/locked.txt").text()).isEqualTo("changed here");
    }

    /** After a failed upload rclone 1.60.1 deletes what it finds at its target: that must fail as well. */
    private void failsToWrite(ProgramRun.Prepared rclone) throws IOException, InterruptedException {
        account.recorder().takeExchanges();
        var run = rclone.run("copy", "--retries", "1", "--low-level-retries", "1", one.toString(), "coffer:");

        assertThat(run.status()).as(run.output()).isNotZero();
        assertThat(account.recorder().takeExchanges())
                .contains(
                        "PUT " + dav.filesRoot() + "/locked.txt 423", "DELETE " + dav.filesRoot() + "/locked.txt 423");
        assertThat(dav.get("/locked.txt").text()).isEqualTo("before");
        assertThat(kept.trash()).isEmpty();
    }

    private void syncBoth() throws IOException, InterruptedException {
        account.sync(one);
        account.sync(other);
    }

    private static void store(Path folder, String path, String content) throws IOException {
        store(folder, path, content, LONG_AGO);
    }

    private static void store(Path folder, String path, String content, Instant modified) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(Files.writeString(file, content), FileTime.from(modified));
    }

    private List<String> versions() throws IOException {
        var contents = new ArrayList<String>();
        for (var version : kept.versions("/report.txt")) {
            contents.add(kept.content(version));
        }
        return contents;
    }

    /** With the files as remote {@code coffer}, and another place as {@code kept}. */
    private ProgramRun.Prepared rclone(String path) throws IOException, InterruptedException {
        var remote = new RcloneRemote(SyncedAccount.USER, account.password());
        var address = account.recorder().address();
        // No notice that it finds no settings of its own.
        var program = RcloneRemote.program(home.resolve("rclone")).with("RCLONE_LOG_LEVEL", "ERROR");
        return remote.in(remote.in(program, "coffer", address + dav.filesRoot()), "kept", address + path);
    }
}
