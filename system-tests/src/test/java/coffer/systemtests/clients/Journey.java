package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import coffer.testkit.RealProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the stock client and rclone do with a small odd tree over TLS: up, a rename, down, and no difference. */
record Journey(Path home, String address, Path certificate) {

    private static final RealProgram NEXTCLOUDCMD = new RealProgram("nextcloudcmd", "nextcloud-desktop-cmd");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** The sync client; 3.7.3 speaks HTTP/2 only when it is told to. */
    void sync(boolean http2) throws IOException, InterruptedException {
        var one = Files.createDirectories(home.resolve("one " + http2));
        var other = Files.createDirectories(home.resolve("other " + http2));
        var tree = one.resolve("tree " + http2);
        OddTree.createSmall(tree);
        syncOnce(one, http2);
        Files.move(tree.resolve("empty in"), tree.resolve("renamed; 100%25 in"));
        syncOnce(one, http2);
        syncOnce(other, http2);
        assertThat(SyncedAccount.read(other)).containsExactlyEntriesOf(SyncedAccount.read(one));
        assertThat(OddTree.read(other.resolve("tree " + http2), List.of())).hasSizeGreaterThan(OddTree.SMALL_FILES);
    }

    private void syncOnce(Path folder, boolean http2) throws IOException, InterruptedException {
        ProgramRun.of(NEXTCLOUDCMD, home.resolve("home of " + folder.getFileName()), TIMEOUT)
                .with("QT_QPA_PLATFORM", "offscreen")
                .with("OWNCLOUD_HTTP2_ENABLED", http2 ? "1" : "0")
                .run(
                        "-h",
                        "--trust",
                        "--non-interactive",
                        "-u",
                        ServerProcess.ADMIN,
                        "-p",
                        ServerProcess.ADMIN_PASSWORD,
                        folder.toString(),
                        address)
                .succeeded();
    }

    /** The copy program, which checks the certificate. */
    void copy(boolean http2) throws IOException, InterruptedException {
        var tree = home.resolve("copied " + http2);
        OddTree.createSmall(tree);
        var rclone = new RcloneRemote(ServerProcess.ADMIN, ServerProcess.ADMIN_PASSWORD)
                .in(
                        RcloneRemote.program(home.resolve("rclone " + http2)),
                        "coffer",
                        address + "/remote.php/dav/files/" + ServerProcess.ADMIN)
                .with("RCLONE_CA_CERT", certificate.toString())
                .with("RCLONE_DISABLE_HTTP2", Boolean.toString(!http2));
        var there = "coffer:copied " + http2;

        rclone.run("copy", "--create-empty-src-dirs", tree.toString(), there).succeeded();
        rclone.run("moveto", there + "/twelve MiB.bin", there + "/a;b 100%25.bin")
                .succeeded();
        rclone.run("moveto", there + "/a;b 100%25.bin", there + "/twelve MiB.bin")
                .succeeded();
        var back = home.resolve("back " + http2);
        rclone.run("copy", "--create-empty-src-dirs", there, back.toString()).succeeded();
        assertThat(OddTree.read(back, List.of())).containsExactlyEntriesOf(OddTree.read(tree, List.of()));
    }
}
