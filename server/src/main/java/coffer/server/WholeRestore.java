package coffer.server;

import coffer.adapter.s3.S3Store;
import coffer.backup.BackupPlace;
import coffer.backup.BackupRefused;
import coffer.backup.Restore;
import coffer.backup.RestoreReport;
import coffer.backup.RestoreTarget;
import coffer.blobs.BlobStore;
import coffer.blobs.ObjectDirectory;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Dialect;
import coffer.keys.KeyName;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts a whole installation back. It comes together beside its data directory and moves there when it is whole; an installation on PostgreSQL
 * fills its database meanwhile.
 */
final class WholeRestore {
    private final BackupPlace place;
    private final BackupKeys keys;
    private final Settings settings;
    private final SecureRandom random;
    private final Clock clock;

    WholeRestore(BackupPlace place, BackupKeys keys, Settings settings, SecureRandom random, Clock clock) {
        this.place = place;
        this.keys = keys;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /** @param missing the files whose content is not there, as people see them */
    record Result(RestoreReport report, List<String> missing) {}

    /** @throws BackupRefused when something is in the data directory or in the database already */
    Result of(String snapshot) throws IOException {
        requireEmpty();
        RestoreReport report;
        try (WorkDirectory work = WorkDirectory.of(settings.data())) {
            Function<KeyName, Optional<SpaceKey>> ring = keys.into(work.path());
            try (BlobStore store = store(work.path())) {
                report = new Restore(place, ring, random)
                        .into(snapshot, target(settings, work.path(), Optional.of(store)));
            }
            work.becomes(settings.data());
        }
        // Opening it is the proof, and brings its tables to this version.
        try (Core core = Core.open(settings)) {
            core.restored(snapshot);
            return new Result(report, core.places(report.missing().keySet()));
        }
    }

    static RestoreTarget target(Settings settings, Path data, Optional<BlobStore> store) {
        Function<String, Database> database = settings.database()
                .<Function<String, Database>>map(url -> migration -> Databases.postgresAt(url, migration))
                .orElseGet(() -> migration -> Databases.sqliteAt(data.resolve("coffer.db"), migration));
        return new RestoreTarget(
                data, settings.database().isPresent() ? Dialect.POSTGRESQL : Dialect.SQLITE, database, store);
    }

    private BlobStore store(Path data) {
        if (settings.storage().blobs().isPresent()) {
            BlobPlace blobs = settings.storage().blobs().get();
            return S3Store.open(blobs.address(), blobs.credentials(), clock, random);
        }
        ObjectDirectory directory = ObjectDirectory.in(data);
        directory.prepare();
        return directory;
    }

    private void requireEmpty() throws IOException {
        Path data = settings.data();
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.list(data)) {
                if (files.findAny().isPresent()) {
                    throw new BackupRefused(data + " is not empty. A restore takes an empty data directory: move what"
                            + " is there away first.");
                }
            }
        }
        requireEmptyDatabase(settings);
    }

    static void requireEmptyDatabase(Settings settings) {
        settings.database().ifPresent(url -> {
            boolean used = Databases.peekPostgres(
                    url, connection -> connection != null && Databases.hasTable(connection, "installation"));
            if (used) {
                throw new BackupRefused(
                        "The database that --database names holds an installation already. Name an" + " empty one.");
            }
        });
    }
}
