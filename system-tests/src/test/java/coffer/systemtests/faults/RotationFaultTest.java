package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.PostgresCluster;
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
 * The operator replaces the root key and keys of spaces, one after the other, and lets content leave the old ones, while people write and the
 * server is killed at random moments, also while it starts and has to finish a rotation. Whatever was acknowledged opens afterwards.
 */
@Tag("long")
@Tag("long-rotations")
class RotationFaultTest {

    private static final LongRun ROTATIONS = new LongRun("rotations");
    private static final List<String> ROOT = List.of("storage", "rotate", "--root");
    private static final List<String> SPACE = List.of("storage", "rotate", "--space", "anna");

    private static final List<String> CONVERT = List.of("storage", "convert", "--leave-retired-keys");

    @TempDir
    Path home;

    @Test
    void everythingOpensAfterRotationsOverSqlite() throws Exception {
        run("SQLite", ROTATIONS.count(3, 40), Ground.sqlite(home));
    }

    @Test
    void everythingOpensAfterRotationsOverPostgres() throws Exception {
        try (var cluster = PostgresCluster.own(true)) {
            run("PostgreSQL", ROTATIONS.count(2, 25), Ground.postgres(home, cluster));
        }
    }

    @Test
    void everythingOpensAfterRotationsAndPowerLoss() throws Exception {
        run("SQLite and power loss", ROTATIONS.count(3, 40), Ground.losingPower(home));
    }

    private void run(String what, int kills, Ground ground) throws Exception {
        long seed = Seeds.of("rotations over " + what);
        var rotations = new AtomicInteger();
        try (var run = new KillRun(ground, seed, (settings, begun) -> rotate(settings, begun, rotations))) {
            var totals = run.run(kills);
            assertThat(rotations).as("rotations that were acknowledged").hasPositiveValue();
            ROTATIONS.report(what + ": " + rotations + " rotations, " + totals + ", seed " + seed);
        }
    }

    /** One command after the other, until the server is gone. */
    private static void rotate(ServerProcess.Settings settings, Runnable begun, AtomicInteger rotations)
            throws Exception {
        for (int turn = 1; ; turn++) {
            var printed = new StringWriter();
            OptionalInt exit;
            try (var out = new PrintWriter(printed)) {
                exit = OperatorClient.run(
                        settings.data().resolve("coffer.sock"), command(turn), Map.of(), Optional::empty, out, out);
            } catch (IOException e) {
                return;
            }
            if (exit.isEmpty()) {
                return;
            }
            if (command(turn).equals(CONVERT)) {
                // Refused while the server still goes on with the one before.
                assertThat(exit.getAsInt()).as(printed.toString()).isBetween(0, 1);
            } else {
                assertThat(exit.getAsInt()).as(printed.toString()).isZero();
                rotations.incrementAndGet();
                begun.run();
            }
        }
    }

    private static List<String> command(int turn) {
        return switch (turn % 4) {
            case 0 -> SPACE;
            case 1 -> CONVERT;
            default -> ROOT;
        };
    }
}
