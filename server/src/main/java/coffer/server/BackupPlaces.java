package coffer.server;

import coffer.adapter.s3.S3Backups;
import coffer.adapter.s3.S3Store;
import coffer.backup.BackupDirectory;
import coffer.backup.BackupPlace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Opens the place of backups that an operator names. */
final class BackupPlaces {
    private final StorageSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    /** @param settings whose key for the object store is used, if they have one */
    BackupPlaces(StorageSettings settings, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /**
     * For a backup; made if it is not there.
     *
     * @throws IllegalArgumentException when this is no address
     * @throws coffer.disk.StorageFailure when it cannot be made or reached
     */
    BackupPlace forWriting(String address) {
        return bucket(address).orElseGet(() -> BackupDirectory.make(directory(address)));
    }

    /** For reading; nothing is changed. */
    BackupPlace forReading(String address) {
        return bucket(address).orElseGet(() -> BackupDirectory.at(directory(address)));
    }

    /** Relative ones are refused, because a command may run in the server, which stands in another directory. */
    private static Path directory(String address) {
        Path path = Path.of(address);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("\"" + address + "\" is neither an absolute path nor begins with s3://");
        }
        return path.normalize();
    }

    private Optional<BackupPlace> bucket(String address) {
        return BlobPlace.at(address, settings.blobs().flatMap(BlobPlace::credentials))
                .map(found -> new S3Backups(S3Store.open(found.address(), found.credentials(), clock, random)));
    }
}
