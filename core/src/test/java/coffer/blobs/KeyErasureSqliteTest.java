package coffer.blobs;

import coffer.db.TestDatabase;

final class KeyErasureSqliteTest extends KeyErasureContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
