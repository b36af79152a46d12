package coffer.systemtests.faults;

import coffer.db.PostgresCluster;
import coffer.systemtests.ServerProcess;
import coffer.systemtests.disk.Survival;
import coffer.systemtests.disk.TestDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** What one house stands on while its server is killed again and again: a data directory, a database, perhaps a disk that forgets. */
interface Ground extends AutoCloseable {

    ServerProcess.Settings settings() throws IOException;

    /** The server was killed; what else goes wrong at that moment, goes wrong now. */
    void afterKill(RandomGenerator random) throws IOException;

    @Override
    void close();

    /** SQLite in a directory on the machine's own disk: only the process dies. */
    static Ground sqlite(Path home) {
        return new Ground() {
            @Override
            public ServerProcess.Settings settings() {
                return ServerProcess.Settings.in(home.resolve("data"));
            }

            @Override
            public void afterKill(RandomGenerator random) {}

            @Override
            public void close() {}
        };
    }

    /** PostgreSQL, which in every third case dies at the same moment and recovers from its own log. */
    static Ground postgres(Path home, PostgresCluster cluster) {
        var name = cluster.create(null);
        return new Ground() {
            @Override
            public ServerProcess.Settings settings() {
                return ServerProcess.Settings.in(home.resolve("data")).withDatabase(cluster.url(name));
            }

            @Override
            public void afterKill(RandomGenerator random) {
                if (random.nextInt(3) == 0) {
                    cluster.crash();
                }
            }

            @Override
            public void close() {
                cluster.drop(name);
            }
        };
    }

    /** SQLite and all files on a disk that loses power with the kill. Half of the time it keeps nothing that was not synced. */
    static Ground losingPower(Path home) throws IOException {
        var disk = TestDisk.recording(Files.createDirectory(home.resolve("disk")));
        return new Ground() {
            @Override
            public ServerProcess.Settings settings() throws IOException {
                return ServerProcess.Settings.in(disk.directory()).withEnvironment(disk.environment());
            }

            @Override
            public void afterKill(RandomGenerator random) throws IOException {
                disk.losePower(random.nextBoolean() ? Survival.NOTHING : Survival.some(random));
            }

            @Override
            public void close() {
                disk.close();
            }
        };
    }

    /** The same ground, on which new content is sealed until the first kill, lies plain until the second, and so on. */
    static Ground sealingInTurn(Ground ground) {
        var sealing = new AtomicBoolean(true);
        return new Ground() {
            @Override
            public ServerProcess.Settings settings() throws IOException {
                var settings = ground.settings();
                var environment = new HashMap<>(settings.environment());
                environment.put("COFFER_SEALING", sealing.get() ? "on" : "off");
                return settings.withEnvironment(environment);
            }

            @Override
            public void afterKill(RandomGenerator random) throws IOException {
                sealing.set(!sealing.get());
                ground.afterKill(random);
            }

            @Override
            public void close() {
                ground.close();
            }
        };
    }

    /** Options that make a server start sooner and change nothing of what it does. */
    static List<String> quickStart() {
        return List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");
    }
}
