package coffer.blobs;

import coffer.db.TestDatabase;

final class ScrubSqliteTest extends ScrubContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
