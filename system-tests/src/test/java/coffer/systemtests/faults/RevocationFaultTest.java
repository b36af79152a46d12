package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.PostgresCluster;
import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost device is ended in one process; another process on the same database has seen it a moment ago. */
class RevocationFaultTest {
    /** How long another process may believe what it has read. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"revoke", "wipe"})
    void noRequestThatBeginsTwoSecondsLaterIsAcceptedAnywhere(String how) throws Exception {
        var cluster = PostgresCluster.shared();
        var name = cluster.create(null);
        var first = ServerProcess.Settings.in(home.resolve("first")).withDatabase(cluster.url(name));
        var second = ServerProcess.Settings.in(home.resolve("second")).withDatabase(cluster.url(name));
        try (var begun = ServerProcess.start(first)) {
            begun.stop();
        }
        copy(first.data(), second.data());

        try (var here = ServerProcess.start(first);
                var there = ServerProcess.start(second)) {
            var password = OcsCalls.appPassword(here.address(), ServerProcess.ADMIN, ServerProcess.ADMIN_PASSWORD);
            try (var device = new DavClient(there.address(), ServerProcess.ADMIN, password);
                    var neighbour = new DavClient(here.address(), ServerProcess.ADMIN, password)) {
                assertThat(status(device)).isEqualTo(207);

                end(first, how);
                long ended = System.nanoTime();

                assertThat(status(neighbour)).as("where it was ended").isEqualTo(401);
                long begun = System.nanoTime();
                int accepted = 0;
                int answered = status(device);
                while (begun - ended <= BELIEVED.toNanos()) {
                    accepted += answered == 207 ? 1 : 0;
                    begun = System.nanoTime();
                    answered = status(device);
                }
                assertThat(answered).as("after %s accepted requests", accepted).isEqualTo(401);
            }
        } finally {
            cluster.drop(name);
        }
    }

    private static void end(ServerProcess.Settings settings, String how) throws Exception {
        var listed = ServerProcess.command(settings, "user", "app-password", "list", ServerProcess.ADMIN);
        var number = listed.output().strip().split("\\s+", 2)[0];
        var ended = ServerProcess.command(settings, "user", "app-password", how, ServerProcess.ADMIN, number);
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    private static int status(DavClient client) throws IOException {
        return client.send(
                        "PROPFIND",
                        "/remote.php/dav/files/" + ServerProcess.ADMIN + "/",
                        Map.of("Depth", "0"),
                        BodyPublishers.noBody())
                .status();
    }

    /** A second process of one installation has the same keys. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
