package coffer.server.operator;

import coffer.backup.BackupOptions;
import coffer.backup.BackupReport;
import coffer.base.Actor;
import coffer.base.ObjectId;
import coffer.blobs.RepairResult;

/** Backups by the address of their place, as an operator writes it. */
public interface Backups {
    /**
     * Makes a backup, and writes into the event log that it was made.
     *
     * @param to an absolute path, or {@code s3://} and what follows
     * @throws IllegalArgumentException when it is neither
     * @throws coffer.backup.BackupRefused as {@link coffer.backup.Backup#make}
     */
    BackupReport make(Actor actor, String to, BackupOptions options);

    /**
     * Repairs an object with the copy that the newest snapshot has of it.
     *
     * @throws IllegalArgumentException as {@link #make}
     */
    RepairResult repair(String from, ObjectId object);
}
