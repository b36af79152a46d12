package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectsSqliteTest extends ObjectsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
