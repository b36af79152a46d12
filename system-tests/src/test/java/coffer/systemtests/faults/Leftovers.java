package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import coffer.blobs.Conversion;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.SweepPolicy;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.files.Files;
import coffer.files.Retention;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.TreeSweeper;
import coffer.locks.LockGuard;
import coffer.systemtests.ServerProcess;
import coffer.testkit.TurnedClock;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import coffer.uploads.Uploads;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server that was killed again and again has left in its database and its directories. All sums must equal the tree, of sizes and
 * of used quota; then the sweepers of tree and objects run under a clock that is a few days ahead, beyond every time of grace, and what
 * remains is what a file, a version, something in the trash bin or an open upload names: no other row, and no other object.
 */
final class Leftovers {

    private static final String NAMED = """
            SELECT object_id FROM node WHERE object_id IS NOT NULL
            UNION SELECT object_id FROM version
            UNION SELECT object_id FROM upload_chunk
            UNION SELECT part_id FROM object_part
            """;

    private Leftovers() {}

    /** Sweeps the data of a server that has stopped. */
    static void check(ServerProcess.Settings settings) throws IOException {
        var address = settings.database();
        try (var database = address == null
                ? Databases.sqlite(settings.data().resolve("coffer.db"))
                : Databases.postgres(address)) {
            TreeInvariants.check(database);
            sweep(database, settings.data());
            TreeInvariants.checkSwept(database);
            assertThat(ids(database, "SELECT id FROM object")).isEqualTo(ids(database, NAMED));
            assertThat(ids(database, "SELECT manifest_id FROM object_part").stream()
                            .allMatch(ids(database, "SELECT id FROM object WHERE form = 3")::contains))
                    .isTrue();
            assertThat(count(database, "SELECT COUNT(*) FROM inline_object"))
                    .isEqualTo(count(database, "SELECT COUNT(*) FROM object WHERE form = 1"));
            assertThat(files(settings.data().resolve("objects")))
                    .isEqualTo(ids(database, "SELECT id FROM object WHERE form = 2"));
            assertThat(files(settings.data().resolve("staging"))).isEmpty();
        }
    }

    private static void sweep(Database database, Path data) {
        var clock =
                new TurnedClock(Instant.now().plus(TreeSweeper.COPY_TIME_MAX).plus(Duration.ofMinutes(1)));
        var kept = Retention.of(
                new TrashKeeper(TrashPolicy.standard(), clock), new VersionKeeper(VersionPolicy.none(), clock));
        var kit = new TreeKit(database, data, clock, new LockGuard(clock), kept);
        kit.sweepAll();
        var policy = new SweepPolicy(SweepPolicy.GRACE_MIN, SweepPolicy.GRACE_MIN, Instant.EPOCH, Integer.MAX_VALUE);
        var references = List.of(Files.references(), Uploads.references(), coffer.versions.Versions.references());
        var conversion = new Conversion(database, kit.objects, kit.disk.ring(), references, clock);
        finish(conversion);
        clock.turn(Conversion.KEPT_AFTER_END.plus(Duration.ofMinutes(1)));
        finish(conversion);
        var sweeper = new ObjectSweeper(database, kit.objects, references, clock, policy);
        // A manifest condemns its parts only when it is gone itself.
        for (int i = 0; i < 3; i++) {
            sweeper.sweep();
            clock.turn(SweepPolicy.GRACE_MIN);
        }
    }

    /** A run that a kill has cut short goes on, and what it has replaced is let go when its time is over. */
    private static void finish(Conversion conversion) {
        int steps = 0;
        while (conversion.step()) {
            assertThat(++steps).as("it comes to an end").isLessThan(100_000);
        }
    }

    private static Set<String> ids(Database database, String sql) {
        List<String> ids = database.read(
                session -> session.list(sql, row -> ObjectId.of(row.getBytes(1)).toString()));
        return new TreeSet<>(ids);
    }

    private static long count(Database database, String sql) {
        return database.read(session -> session.one(sql, row -> row.getLong(1))).orElseThrow();
    }

    /** Names of all files below a directory. */
    private static Set<String> files(Path directory) throws IOException {
        try (var found = java.nio.file.Files.walk(directory)) {
            return found.filter(java.nio.file.Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
