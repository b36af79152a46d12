package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is lost and comes back from a backup that is older than what the stock sync client has. */
class RestoredServerClientTest {

    private static final Instant EARLIER = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-02T10:00:00Z");

    @TempDir
    Path home;

    @Test
    void nothingNewerOnAComputerIsLost() throws Exception {
        var place = home.resolve("backup");
        var one = Files.createDirectory(home.resolve("one"));
        try (var account = SyncedAccount.start(home)) {
            write(one.resolve("same.txt"), "the same all the time", EARLIER);
            write(one.resolve("changed.txt"), "as it was", EARLIER);
            account.sync(one);
            account.backUp(place);
            write(one.resolve("changed.txt"), "as it became since the backup", LATER);
            write(one.resolve("added.txt"), "added since the backup", LATER);
            account.sync(one);
            assertThat(account.dav().get("/added.txt").status()).isEqualTo(200);

            account.restore(place);
            assertThat(account.dav().get("/added.txt").status()).isEqualTo(404);
            assertThat(account.dav().get("/changed.txt").text()).isEqualTo("as it was");
            account.sync(one);
            account.sync(one);

            assertThat(contents(one))
                    .contains("the same all the time", "as it became since the backup", "added since the backup");
            var other = Files.createDirectory(home.resolve("other"));
            account.sync(other);
            assertThat(contents(other)).contains("the same all the time", "added since the backup");
        }
    }

    private static void write(Path file, String content, Instant modified) throws IOException {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    /** Of the files that people see. */
    private static List<String> contents(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }
}
