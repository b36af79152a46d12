package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import coffer.testkit.RealProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebDAV server test suite litmus finds nothing to complain about in any of its five parts. */
class LitmusClientTest {

    private static final RealProgram LITMUS = new RealProgram("litmus", "litmus");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String SUITES = "basic copymove props locks http";
    private static final Pattern SUMMARY =
            Pattern.compile("<- summary for `(\\w+)': of (\\d+) tests run: (\\d+) passed, (\\d+) failed");

    @TempDir
    Path home;

    @Test
    void everyTestOfEverySuitePasses() throws Exception {
        try (var server = ServerProcess.start(ServerProcess.Settings.in(home.resolve("data")))) {
            var run = ProgramRun.of(LITMUS, home.resolve("litmus"), TIMEOUT)
                    .with("TESTS", SUITES)
                    .run(
                            "--keep-going",
                            server.address() + "/remote.php/dav/files/" + ServerProcess.ADMIN,
                            ServerProcess.ADMIN,
                            ServerProcess.ADMIN_PASSWORD);

            System.out.println(run.output());
            var summaries = SUMMARY.matcher(run.output()).results().toList();
            assertThat(summaries).extracting(summary -> summary.group(1)).containsExactly(SUITES.split(" "));
            assertThat(summaries).allSatisfy(summary -> {
                assertThat(summary.group(3)).as(run.output()).isEqualTo(summary.group(2));
                assertThat(summary.group(4)).isEqualTo("0");
            });
            assertThat(run.output())
                    .doesNotContain("FAIL")
                    .doesNotContain("SKIPPED")
                    .doesNotContain("skipped");
            run.succeeded();
        }
    }
}
