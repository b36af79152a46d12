package coffer.blobs;

import coffer.db.TestDatabase;

final class StorageStatusPostgresTest extends StorageStatusContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
