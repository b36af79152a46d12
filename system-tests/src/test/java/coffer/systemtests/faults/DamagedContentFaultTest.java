package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that the disk has lost is refused, is never handed out half, and stands in the audit log together with every key that was made. */
class DamagedContentFaultTest {

    private static final int FILE_BYTES = 200_000;

    @TempDir
    Path home;

    @Test
    void damageIsRefusedAndRecordedOnce() throws Exception {
        var settings = ServerProcess.Settings.in(home.resolve("data"));
        var content = new Content.Piece(1, FILE_BYTES).bytes();
        try (var server = ServerProcess.start(settings);
                var dav = server.admin()) {
            dav.put("/good.bin", new Content.Piece(2, FILE_BYTES).bytes());
            var before = objects();
            dav.put("/bad.bin", content);
            var added = objects();
            added.removeAll(before);
            cut(added.getFirst());

            for (int i = 0; i < 2; i++) {
                assertThat(dav.get("/bad.bin").status()).isEqualTo(500);
            }
            assertThat(dav.get("/good.bin").body()).isEqualTo(new Content.Piece(2, FILE_BYTES).bytes());
            server.stop();
        }

        var shown = ServerProcess.command(settings, "audit", "show", "--last", "1000", "--json");
        assertThat(shown.status()).as(shown.output()).isZero();
        assertThat(count(shown.output(), "object.damaged")).isEqualTo(1);
        assertThat(count(shown.output(), "keys.root.created")).isEqualTo(1);
        assertThat(count(shown.output(), "keys.space_key.created")).isEqualTo(1);
        assertThat(count(shown.output(), "keys.ring.written")).isEqualTo(2);
    }

    private List<Path> objects() throws IOException {
        try (var files = Files.walk(home.resolve("data/objects"))) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void cut(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    private static long count(String output, String type) {
        return output.lines().filter(line -> line.contains('"' + type + '"')).count();
    }
}
