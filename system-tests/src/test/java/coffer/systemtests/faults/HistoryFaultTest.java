package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a file is made behind the writes; the server is killed before, while and after it is. */
class HistoryFaultTest {
    private static final int KILLS = 3;
    private static final int WRITES = 60;
    private static final Pattern SIZE = Pattern.compile("\"sizeAfter\":(\\d+)");

    @TempDir
    Path home;

    @Test
    void eachAcknowledgedWriteStandsInTheHistoryOnceWhateverIsKilled() throws Exception {
        var settings = ServerProcess.Settings.in(home.resolve("data"));
        List<Long> written = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (var server = ServerProcess.start(settings)) {
                var password =
                        OcsCalls.appPassword(server.address(), ServerProcess.ADMIN, ServerProcess.ADMIN_PASSWORD);
                try (var device = new DavClient(server.address(), ServerProcess.ADMIN, password)) {
                    for (int i = 0; i < WRITES; i++) {
                        int size = written.size() + 1;
                        var answer = device.put("/busy.txt", new byte[size], Map.of());
                        assertThat(answer.status()).isIn(201, 204);
                        written.addFirst((long) size);
                    }
                }
                server.kill();
            }
        }
        try (var server = ServerProcess.start(settings)) {
            assertThat(history(settings)).as("beside a server").isEqualTo(written);
            server.stop();
        }
        assertThat(history(settings)).as("without a server").isEqualTo(written);
        var table = ServerProcess.command(settings, "history", ServerProcess.ADMIN, "/busy.txt", "--limit", "1");
        assertThat(table.output()).contains("TIME", "changed  admin  Java-http-client", "/busy.txt");
    }

    private static List<Long> history(ServerProcess.Settings settings) throws Exception {
        var ended = ServerProcess.command(
                settings, "history", ServerProcess.ADMIN, "busy.txt", "--json", "--limit", "10000");
        assertThat(ended.status()).as(ended.output()).isZero();
        return SIZE.matcher(ended.output())
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
