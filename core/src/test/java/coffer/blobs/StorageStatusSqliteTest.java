package coffer.blobs;

import coffer.db.TestDatabase;

final class StorageStatusSqliteTest extends StorageStatusContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
