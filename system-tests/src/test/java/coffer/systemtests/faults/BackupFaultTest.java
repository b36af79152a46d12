package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.operator.OperatorClient;
import coffer.systemtests.Seeds;
import coffer.systemtests.ServerProcess;
import coffer.testkit.LongRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One backup after the other is made, and older ones are removed, while people write and the server is killed at random moments. Whatever calls
 * itself a snapshot afterwards is whole, and nothing that was acknowledged is lost for it.
 */
@Tag("long")
@Tag("long-backup-kills")
class BackupFaultTest {

    private static final LongRun KILLS = new LongRun("backup-kills");

    @TempDir
    Path home;

    @Test
    void everySnapshotIsWholeAfterKills() throws Exception {
        var place = home.resolve("backup").toString();
        long seed = Seeds.of("backups");
        var made = new AtomicInteger();
        try (var ground = Ground.sqlite(home)) {
            try (var run = new KillRun(ground, seed, (settings, begun) -> backUp(settings, place, begun, made))) {
                var totals = run.run(KILLS.count(3, 60));
                assertThat(made).as("backups that were acknowledged").hasPositiveValue();
                KILLS.report("SQLite: " + made + " backups, " + totals + ", seed " + seed);
            }
            var rootKey = ground.settings().data().resolve("keys/root.key").toString();
            var listed = ServerProcess.command(ground.settings(), "restore", "--from", place, "--list");
            var snapshots = listed.output()
                    .lines()
                    .filter(line -> line.matches("[0-9-]+T[0-9]{6}Z.*"))
                    .toList();
            assertThat(snapshots).hasSizeBetween(1, 4);
            for (var snapshot : snapshots) {
                var checked = ServerProcess.command(
                        ground.settings(),
                        "restore",
                        "--from",
                        place,
                        "--snapshot",
                        snapshot,
                        "--check",
                        "--root-key",
                        rootKey);
                assertThat(checked.status()).as(checked.output()).isZero();
            }
        }
    }

    /** One after the other, until the server is gone. */
    private static void backUp(ServerProcess.Settings settings, String place, Runnable begun, AtomicInteger made)
            throws Exception {
        while (true) {
            var printed = new StringWriter();
            OptionalInt exit;
            try (var out = new PrintWriter(printed)) {
                exit = OperatorClient.run(
                        settings.data().resolve("coffer.sock"),
                        List.of("backup", "--to", place, "--keep", "3"),
                        Map.of(),
                        Optional::empty,
                        out,
                        out);
            } catch (IOException e) {
                return;
            }
            if (exit.isEmpty()) {
                return;
            }
            assertThat(exit.getAsInt()).as(printed.toString()).isZero();
            made.incrementAndGet();
            begun.run();
        }
    }
}
