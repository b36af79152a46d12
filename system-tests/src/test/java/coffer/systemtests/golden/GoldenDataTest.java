package coffer.systemtests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every data directory that a released format left opens, and every file in it is what it was. */
class GoldenDataTest {

    private static final Path KEPT = Path.of("src/test/resources/golden");

    @TempDir
    Path home;

    static List<Path> directories() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(directories()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("directories")
    void everythingInItOpens(Path archive) throws Exception {
        var data = unpack(archive);
        try (var server = ServerProcess.start(ServerProcess.Settings.in(data))) {
            try (var dav = new DavClient(server.address(), GoldenFiles.USER, GoldenFiles.PASSWORD)) {
                GoldenFiles.check(dav);
            }
            var scrubbed = ServerProcess.command(ServerProcess.Settings.in(data), "storage", "scrub", "--keyed");
            assertThat(scrubbed.status()).as(scrubbed.output()).isZero();
            server.stop();
        }
    }

    /** A directory that this version has worked on is refused by none of its own, and still holds everything. */
    @ParameterizedTest
    @MethodSource("directories")
    void everythingIsThereAfterItWasConverted(Path archive) throws Exception {
        var settings = ServerProcess.Settings.in(unpack(archive));
        var converted = ServerProcess.command(settings, "storage", "convert");
        assertThat(converted.status()).as(converted.output()).isZero();
        var rotated = ServerProcess.command(settings, "storage", "rotate", "--root");
        assertThat(rotated.status()).as(rotated.output()).isZero();
        try (var server = ServerProcess.start(settings);
                var dav = new DavClient(server.address(), GoldenFiles.USER, GoldenFiles.PASSWORD)) {
            GoldenFiles.check(dav);
            server.stop();
        }
    }

    private Path unpack(Path archive) throws IOException, InterruptedException {
        var tar = new ProcessBuilder("tar", "-xzf", archive.toAbsolutePath().toString(), "-C", home.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return home.resolve("data");
    }
}
