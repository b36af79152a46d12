package coffer.server;

import coffer.audit.AuditKeyRefused;
import coffer.backup.BackupRefused;
import coffer.db.DatabaseFailure;
import coffer.disk.StorageFailure;
import coffer.keys.KeysRefused;
import coffer.keys.RootKeyAway;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** Which failures are told to the operator in one line: those whose message says what to do or what is in the way. */
final class Refusals {
    private Refusals() {}

    static boolean isForTheOperator(Throwable e) {
        return switch (e) {
            case SettingsRefused _,
                    DataDirectory.InUse _,
                    KeysRefused _,
                    RootKeyAway _,
                    StorageFailure _,
                    AuditKeyRefused _,
                    BackupRefused _,
                    DatabaseFailure _,
                    FileSystemException _ -> true;
            case UncheckedIOException unchecked -> unchecked.getCause() instanceof FileSystemException;
            default -> false;
        };
    }
}
