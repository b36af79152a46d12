package coffer.shares;

import coffer.db.TestDatabase;

final class SharesSqliteTest extends SharesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
