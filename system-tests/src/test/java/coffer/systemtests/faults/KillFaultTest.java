package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.PostgresCluster;
import coffer.systemtests.Seeds;
import coffer.systemtests.ServerProcess;
import coffer.systemtests.disk.TestDisk;
import coffer.testkit.LongRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it writes loses nothing that it had acknowledged, whatever it stands on. */
@Tag("long")
@Tag("long-kills")
class KillFaultTest {

    private static final LongRun KILLS = new LongRun("kills");
    /** Content that nothing names any more is kept for its grace time; a new house now and then keeps the run small. */
    private static final int KILLS_PER_HOUSE = 25;

    @TempDir
    Path home;

    /** Gives each house its place. */
    private interface Builder {
        Ground at(Path home) throws IOException;
    }

    @Test
    void nothingAcknowledgedIsLostOverSqlite() throws Exception {
        run("SQLite", KILLS.count(9, 350), Ground::sqlite);
    }

    @Test
    void nothingAcknowledgedIsLostOverPostgres() throws Exception {
        try (var cluster = PostgresCluster.own(true)) {
            run("PostgreSQL", KILLS.count(5, 300), house -> Ground.postgres(house, cluster));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWithThePower() throws Exception {
        run("SQLite and power loss", KILLS.count(6, 350), Ground::losingPower);
    }

    @Test
    void theDiskThatForgetsSeesAllThatTheServerDoes() throws Exception {
        try (var disk = TestDisk.recording(Files.createDirectory(home.resolve("disk")));
                var server = ServerProcess.start(
                        ServerProcess.Settings.in(disk.directory()).withEnvironment(disk.environment()));
                var dav = server.admin()) {
            dav.put("/inline.txt", new Content.Piece(1, 1_000).bytes());
            dav.put("/file.bin", new Content.Piece(2, 200_000).bytes());
            dav.copy("/file.bin", "/copy.bin");
            dav.move("/inline.txt", "/moved.txt");
            dav.delete("/file.bin");
            server.stop();

            assertThat(disk.difference()).isEmpty();
        }
    }

    private void run(String what, int kills, Builder builder) throws Exception {
        long seed = Seeds.of("kills over " + what);
        var totals = KillRun.Totals.NONE;
        for (int left = kills, house = 0; left > 0; left -= KILLS_PER_HOUSE, house++) {
            var place = Files.createDirectory(home.resolve("house" + house));
            try (var run = new KillRun(builder.at(place), seed + house)) {
                totals = totals.plus(run.run(Math.min(left, KILLS_PER_HOUSE)));
            }
        }
        KILLS.report(what + ": " + totals + ", seed " + seed);
    }
}
