package coffer.server;

import coffer.backup.BackupPlace;
import coffer.backup.Restore;
import coffer.backup.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Opens everything of a snapshot and keeps nothing. */
record RestoreCheck(BackupPlace place, BackupKeys keys, SecureRandom random) {
    RestoreReport of(String snapshot) throws IOException {
        Path parent = Files.createTempDirectory("coffer-check");
        try (WorkDirectory work = WorkDirectory.of(parent.resolve("data"))) {
            return new Restore(place, keys.toLook(work.path()), random).check(snapshot);
        } finally {
            Files.delete(parent);
        }
    }
}
