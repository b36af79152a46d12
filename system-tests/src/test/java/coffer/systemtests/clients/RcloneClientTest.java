package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import coffer.testkit.RealProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy program rclone, told that it talks to a Nextcloud, brings a tree up and down and finds no difference. */
class RcloneClientTest {

    private static final RealProgram RCLONE = new RealProgram("rclone", "rclone");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

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
            var plain = ProgramRun.of(RCLONE, home.resolve("rclone"), TIMEOUT);
            var obscured = plain.run("obscure", ServerProcess.ADMIN_PASSWORD)
                    .succeeded()
                    .output()
                    .strip();
            var rclone = plain.with("RCLONE_CONFIG_COFFER_TYPE", "webdav")
                    .with(
                            "RCLONE_CONFIG_COFFER_URL",
                            recorder.address() + "/remote.php/dav/files/" + ServerProcess.ADMIN)
                    .with("RCLONE_CONFIG_COFFER_VENDOR", "nextcloud")
                    .with("RCLONE_CONFIG_COFFER_USER", ServerProcess.ADMIN)
                    .with("RCLONE_CONFIG_COFFER_PASS", obscured);

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
