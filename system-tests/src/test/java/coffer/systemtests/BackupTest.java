package coffer.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.PostgresCluster;
import coffer.testkit.LongRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A house with many files is backed up while it is in use, lost and put back: every file comes back as it was acknowledged before the
 * snapshot, and the second backup copies what has changed and nothing else.
 */
@Tag("long")
@Tag("long-backup")
class BackupTest {

    private static final LongRun BACKUP = new LongRun("backup");
    private static final int IN_FOLDER = 500;
    private static final int WRITERS = 4;

    /** Every fifth file is larger than what lies in the database; a hundred thousand files have 5 GB then. */
    private static final int SMALL_BYTES_MAX = 12_000;

    private static final int LARGE_BYTES_MAX = 460_000;

    @TempDir
    Path home;

    @Test
    void everythingComesBackOverSqlite() throws Exception {
        run("SQLite", BACKUP.count(300, 100_000), BACKUP.count(10, 100), null, null);
    }

    @Test
    void everythingComesBackOverPostgres() throws Exception {
        try (var cluster = PostgresCluster.own(true)) {
            run(
                    "PostgreSQL",
                    BACKUP.count(300, 10_000),
                    BACKUP.count(10, 100),
                    cluster.url(cluster.create(null)),
                    cluster.url(cluster.create(null)));
        }
    }

    private void run(String what, int files, int changed, @Nullable String database, @Nullable String newDatabase)
            throws Exception {
        var settings = ServerProcess.Settings.in(home.resolve("data")).withDatabase(database);
        var place = home.resolve("backup").toString();
        var seeds = new ConcurrentHashMap<Integer, Integer>();
        Timed first;
        Timed second;
        long bytes;
        try (var server = ServerProcess.start(settings)) {
            try (var admin = server.admin()) {
                OcsCalls.createUser(admin, "anna", "password-of-anna");
            }
            try (var anna = new DavClient(server.address(), "anna", "password-of-anna")) {
                IntStream.rangeClosed(0, files / IN_FOLDER).forEach(folder -> makeFolder(anna, folder));
                assertThat(fingerprint(anna)).as("nothing was restored yet").isEmpty();
                bytes = write(anna, IntStream.range(0, files).boxed().toList(), 1, seeds);
                first = command(settings, "backup", "--to", place, "--json");
                var again = new Random(7)
                        .ints(0, files)
                        .distinct()
                        .limit(changed)
                        .boxed()
                        .toList();
                write(anna, again, 2, seeds);
                second = command(settings, "backup", "--to", place, "--json");
            }
            server.stop();
        }
        assertThat(first.number("objects")).isGreaterThanOrEqualTo(files);
        assertThat(first.number("copied")).isEqualTo(first.number("objects"));
        assertThat(second.number("copied")).isEqualTo(changed);
        assertThat(second.number("copiedBytes")).isLessThan(changed * (LARGE_BYTES_MAX + 1_000L));
        assertThat(second.number("writtenBytes")).isLessThan(first.number("writtenBytes"));
        var rootKey = Files.copy(settings.data().resolve("keys/root.key"), home.resolve("root.key"));
        remove(settings.data());

        var elsewhere = settings.withDatabase(newDatabase);
        var restored = command(elsewhere, "restore", "--from", place, "--json", "--root-key", rootKey.toString());

        assertThat(restored.number("missing")).isZero();
        assertThat(restored.number("objects")).isEqualTo(second.number("objects"));
        try (var server = ServerProcess.start(elsewhere.withServeOptions("--root-key", rootKey.toString()));
                var anna = new DavClient(server.address(), "anna", "password-of-anna")) {
            assertThat(fingerprint(anna)).as("clients keep what is newer").hasSize(32);
            each(IntStream.range(0, files).boxed().toList(), file -> {
                var seed = seeds.getOrDefault(file, 0);
                assertThat(anna.get(path(file)).body()).as(path(file)).isEqualTo(content(file, seed));
            });
            server.stop();
        }
        BACKUP.report(
                "%s: %,d files, %,d bytes: backup in %s, after %d changed files in %s (%,d bytes copied, %,d written), restore in %s; all compared"
                        .formatted(
                                what,
                                files,
                                bytes,
                                first.time,
                                changed,
                                second.time,
                                second.number("copiedBytes"),
                                second.number("writtenBytes"),
                                restored.time));
    }

    private record Timed(JsonNode report, Duration time) {
        long number(String field) {
            return report.path(field).asLong(-1);
        }
    }

    private static Timed command(ServerProcess.Settings settings, String... words)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var ended = ServerProcess.command(settings, Duration.ofMinutes(30), words);
        var time = Duration.ofMillis((System.nanoTime() - begun) / 1_000_000);
        assertThat(ended.status()).as(ended.output()).isZero();
        var line = ended.output()
                .lines()
                .filter(printed -> printed.startsWith("{"))
                .findFirst()
                .orElseThrow();
        return new Timed(JsonMapper.shared().readTree(line), time);
    }

    private static void makeFolder(DavClient anna, int folder) {
        try {
            assertThat(anna.makeCollection("/folder " + folder).status()).isEqualTo(201);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String fingerprint(DavClient anna) throws IOException {
        return anna.list(anna.filesRoot() + "/", 0, "<oc:data-fingerprint/>")
                .getFirst()
                .property("data-fingerprint");
    }

    private static long write(DavClient anna, List<Integer> files, int seed, ConcurrentHashMap<Integer, Integer> seeds)
            throws Exception {
        each(files, file -> {
            assertThat(anna.put(path(file), content(file, seed)).status()).isBetween(200, 299);
            seeds.put(file, seed);
        });
        return files.stream().mapToLong(file -> content(file, seed).length).sum();
    }

    @FunctionalInterface
    private interface Work {
        void on(int file) throws IOException;
    }

    private static void each(List<Integer> files, Work work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Void>> tasks = IntStream.range(0, WRITERS)
                    .<Callable<Void>>mapToObj(writer -> () -> {
                        for (int i = writer; i < files.size(); i += WRITERS) {
                            work.on(files.get(i));
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private static String path(int file) {
        return "/folder " + file / IN_FOLDER + "/file " + file + ".bin";
    }

    private static byte[] content(int file, int seed) {
        var random = new Random(31L * file + seed);
        var bytes = new byte[random.nextInt(file % 5 == 0 ? LARGE_BYTES_MAX : SMALL_BYTES_MAX)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void remove(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
