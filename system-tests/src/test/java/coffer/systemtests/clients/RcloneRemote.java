package coffer.systemtests.clients;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Tells the copy program rclone of places on a server that it takes for a Nextcloud. */
record RcloneRemote(String user, String password) {

    private static final RealProgram RCLONE = new RealProgram("rclone", "rclone");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** The program without any remote. */
    static ProgramRun.Prepared program(Path home) throws IOException {
        return ProgramRun.of(RCLONE, home, TIMEOUT);
    }

    /** The program with one more remote, {@code name} in small letters. */
    ProgramRun.Prepared in(ProgramRun.Prepared rclone, String name, String address)
            throws IOException, InterruptedException {
        var obscured = rclone.run("obscure", password).succeeded().output().strip();
        var prefix = "RCLONE_CONFIG_" + name.toUpperCase(Locale.ROOT);
        return rclone.with(prefix + "_TYPE", "webdav")
                .with(prefix + "_URL", address)
                .with(prefix + "_VENDOR", "nextcloud")
                .with(prefix + "_USER", user)
                .with(prefix + "_PASS", obscured);
    }
}
