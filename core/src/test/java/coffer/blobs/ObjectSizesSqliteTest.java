package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectSizesSqliteTest extends ObjectSizesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
