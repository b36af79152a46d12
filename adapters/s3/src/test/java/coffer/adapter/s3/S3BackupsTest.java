package coffer.adapter.s3;

import coffer.backup.BackupContract;
import coffer.backup.BackupPlace;
import coffer.db.TestDatabase;
import org.junit.jupiter.api.AfterEach;

/** Backups into a real object store. */
final class S3BackupsTest extends BackupContract {
    private final Bucket bucket = new Bucket();

    @Override
    protected BackupPlace openPlace() {
        return new S3Backups(bucket.open());
    }

    @AfterEach
    void closeBucket() {
        bucket.close();
    }

    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
