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
 * What is stored is sealed and unsealed in turn while people write and the server is killed at random moments; each start wants the opposite of
 * the one before, so that a conversion that was cut short is given up for its contrary. Whatever was acknowledged opens afterwards.
 */
@Tag("long")
@Tag("long-conversions")
class ConversionFaultTest {

    private static final LongRun CONVERSIONS = new LongRun("conversions");
    private static final List<String> CONVERT = List.of("storage", "convert");
    private static final List<String> STOP = List.of("storage", "convert", "--stop");

    @TempDir
    Path home;

    @Test
    void everythingOpensAfterConversionsOverSqlite() throws Exception {
        run("SQLite", CONVERSIONS.count(2, 40), Ground.sqlite(home));
    }

    @Test
    void everythingOpensAfterConversionsOverPostgres() throws Exception {
        try (var cluster = PostgresCluster.own(true)) {
            run("PostgreSQL", CONVERSIONS.count(2, 25), Ground.postgres(home, cluster));
        }
    }

    @Test
    void everythingOpensAfterConversionsAndPowerLoss() throws Exception {
        run("SQLite and power loss", CONVERSIONS.count(2, 40), Ground.losingPower(home));
    }

    private void run(String what, int kills, Ground ground) throws Exception {
        long seed = Seeds.of("conversions over " + what);
        var begun = new AtomicInteger();
        try (var run =
                new KillRun(Ground.sealingInTurn(ground), seed, (settings, first) -> convert(settings, first, begun))) {
            var totals = run.run(kills);
            assertThat(begun).as("conversions, at least one after each start").hasValueGreaterThanOrEqualTo(kills);
            CONVERSIONS.report(what + ": " + begun + " conversions begun, " + totals + ", seed " + seed);
        }
    }

    /** One after the other, until the server is gone. */
    private static void convert(ServerProcess.Settings settings, Runnable first, AtomicInteger begun) {
        while (true) {
            var printed = new StringWriter();
            var exit = command(settings, CONVERT, printed);
            if (exit.isEmpty()) {
                return;
            }
            if (exit.getAsInt() == 0) {
                begun.incrementAndGet();
                first.run();
            } else {
                // That of the start before, or the last one of this.
                assertThat(printed.toString()).contains("Another conversion goes on");
                command(settings, STOP, new StringWriter());
            }
        }
    }

    /** Empty when the server is gone. */
    private static OptionalInt command(ServerProcess.Settings settings, List<String> command, StringWriter printed) {
        try (var out = new PrintWriter(printed)) {
            return OperatorClient.run(
                    settings.data().resolve("coffer.sock"), command, Map.of(), Optional::empty, out, out);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
