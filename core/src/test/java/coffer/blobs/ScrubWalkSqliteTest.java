package coffer.blobs;

import coffer.db.TestDatabase;

final class ScrubWalkSqliteTest extends ScrubWalkContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
