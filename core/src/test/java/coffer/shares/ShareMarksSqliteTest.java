package coffer.shares;

import coffer.db.TestDatabase;

final class ShareMarksSqliteTest extends ShareMarksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
