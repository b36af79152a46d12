package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import coffer.testkit.RealProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive WebDAV client cadaver stores, lists, locks, marks, moves and copies. */
class CadaverClientTest {

    private static final RealProgram CADAVER = new RealProgram("cadaver", "cadaver");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    Path home;

    @Test
    void aSessionOfEverydayCommands() throws Exception {
        var cadaver = ProgramRun.of(CADAVER, home.resolve("cadaver"), TIMEOUT);
        var netrc = Files.writeString(
                cadaver.home().resolve(".netrc"),
                "machine 127.0.0.1 login %s password %s\n"
                        .formatted(ServerProcess.ADMIN, ServerProcess.ADMIN_PASSWORD));
        Files.setPosixFilePermissions(netrc, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(cadaver.home().resolve("hundred.txt"), "100% of it\n".repeat(100));

        try (var server = ServerProcess.start(ServerProcess.Settings.in(home.resolve("data")));
                var dav = server.admin()) {
            var run =
                    cadaver.runWithInput("""
                    put hundred.txt
                    ls
                    lock hundred.txt
                    discover hundred.txt
                    put hundred.txt
                    unlock hundred.txt
                    propset hundred.txt colour blue
                    propget hundred.txt colour
                    propnames hundred.txt
                    mkcol folder
                    copy hundred.txt folder/copied.txt
                    move hundred.txt folder/moved.txt
                    get folder/moved.txt back.txt
                    get nosuch.txt
                    quit
                    """, server.address() + "/remote.php/dav/files/" + ServerProcess.ADMIN + "/");

            System.out.println(run.output());
            assertThat(run.output().lines().filter(line -> line.contains("failed")))
                    .as(run.output())
                    .singleElement()
                    .asString()
                    .contains("nosuch.txt");
            assertThat(run.output()).contains("hundred.txt", "Value of colour is: blue");
            assertThat(cadaver.home().resolve("back.txt"))
                    .hasSameTextualContentAs(cadaver.home().resolve("hundred.txt"));
            assertThat(dav.list(dav.filesRoot() + "/folder", 1))
                    .extracting(
                            resource -> Path.of(resource.href()).getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(List.of("folder", "copied.txt", "moved.txt"));
            assertThat(dav.get("/hundred.txt").status()).isEqualTo(404);
        }
    }
}
