package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy program rclone, told that it talks to a Nextcloud, brings a tree up and down and finds no difference. */
class RcloneClientTest {

    @TempDir
    Path home;

    @Test
    void anOddTreeIsCopiedUpAndDownAndChecked() throws Exception {
        var tree = Files.createDirectory(home.resolve("tree"));
        OddTree.create(tree);
        OddTree.createBigFile(tree.resolve(OddTree.BIG_FILE));
        var back = home.resolve("back");

        try (var server = ServerProcess.start(ServerProcess.Settings.in(home.resolve("data")));
                var recorder = new RequestRecorder(server.address())) {
            var rclone = new RcloneRemote(ServerProcess.ADMIN, ServerProcess.ADMIN_PASSWORD)
                    .in(
                            RcloneRemote.program(home.resolve("rclone")),
                            "coffer",
                            recorder.address() + "/remote.php/dav/files/" + ServerProcess.ADMIN);

            rclone.run("copy", "--create-empty-src-dirs", tree.toString(), "coffer:tree")
                    .succeeded();
            recorder.take();
            rclone.run("copy", tree.toString(), "coffer:tree").succeeded();
            assertThat(recorder.take()).as("the second copy").noneMatch(RequestRecorder.transfers());

            var check = rclone.run("check", tree.toString(), "coffer:tree").succeeded();
            assertThat(check.output()).contains("0 differences found", (OddTree.FILES + 1) + " matching files");

            rclone.run("copy", "--create-empty-src-dirs", "coffer:tree", back.toString())
                    .succeeded();
            assertThat(OddTree.read(back, List.of())).containsExactlyEntriesOf(OddTree.read(tree, List.of()));
        }
    }
}
